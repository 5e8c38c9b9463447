extension DialerSchema {
    /// So that the same list of callbacks again is known to be the same.
    static let lists = "CREATE INDEX callback_forNumber ON callback(number, dueAt)"
}
