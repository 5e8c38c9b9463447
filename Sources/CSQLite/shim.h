#pragma once
#include <sqlite3.h>

/// Has SQLite not count the memory it takes, which no one asks for: for each piece all connections wait for one lock.
///
/// Heard before SQLite's first use only.
static inline int CSQLite_withoutMemoryStatistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
