import GRDB

/// Who did what, and when.
///
/// Inside the transaction that does it, so that neither is there without the other; sealed where records are.
struct EventLog: Sendable {
    /// Nil where the database was opened without their key.
    let records: SealedRecords?

    func write(
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
        try records?.append(db, event: db.lastInsertedRowID, now: now)
    }

    /// Seals what was written before there was a key, as it is found.
    ///
    /// Only what lies before the first sealed event: one that has no record later on was put in by somebody else.
    func sealPast(_ db: Database, now: UTCTime) throws {
        guard let records else { return }
        let past = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM event WHERE id < coalesce((SELECT min(subject) FROM sealedRecord WHERE kind = 'event'),
                    9223372036854775807) ORDER BY id
                """)
        for event in past { try records.append(db, event: event, now: now) }
    }
}

extension DialerDatabase {
    var events: EventLog { EventLog(records: records) }
}
