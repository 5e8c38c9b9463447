#pragma once
/// How often the calling thread has allocated from the heap; a test program that links this target counts every call.
long CAllocationCounter_count(void);
