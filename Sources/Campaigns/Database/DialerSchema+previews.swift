import GRDB

extension DialerSchema {
    /// Time in which an agent looks at whom he may call.
    static func addPreviews(_ db: Database) throws {
        try db.execute(sql: "PRAGMA writable_schema = ON")
        try widen(
            db, "agentSpan", check: "activity IN ('idle', 'reserved', 'talking', 'wrapUp')",
            to: "activity IN ('idle', 'previewing', 'reserved', 'talking', 'wrapUp')")
        try db.execute(sql: "PRAGMA writable_schema = RESET")
    }
}
