// FaxEngine
