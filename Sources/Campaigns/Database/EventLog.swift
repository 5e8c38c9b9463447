import GRDB

/// Who did what, and when.
///
/// Inside the transaction that does it, so that neither is there without the other.
///
/// Not done: sealing against quiet change, which comes with the audit trail.
enum EventLog {
    static func write(
        _ db: Database,
        who: String,
        what: String,
        subject: String,
        detail: String? = nil,
        now: UTCTime
    ) throws {
        try db.execute(
            sql: "INSERT INTO event (at, who, what, subject, detail) VALUES (?, ?, ?, ?, ?)",
            arguments: [now.milliseconds, who, what, subject, detail]
        )
    }
}
