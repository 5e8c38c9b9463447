/// Writes how long the chain is to its file, hourly and at the end.
package actor RecordAnchors {
    private let database: DialerDatabase
    private let seal: RecordSeal
    private let file: AnchorFile
    private var schedule: AnchorSchedule

    package init(
        database: DialerDatabase, seal: RecordSeal, file: AnchorFile, schedule: AnchorSchedule = AnchorSchedule()
    ) {
        (self.database, self.seal, self.file, self.schedule) = (database, seal, file, schedule)
    }

    /// To be called every minute or so; returns whether an anchor was due and is on disk.
    ///
    /// Throws: `recordAnchor`; then it stays due.
    package func writeIfDue(now: UTCTime) async throws -> Bool {
        guard let head = try await head(), schedule.isDue(head: head.sequence, now: now) else { return false }
        try write(head, now)
        return true
    }

    /// To be called when the last record has been written, before the database is closed.
    ///
    /// Throws: `recordAnchor`.
    package func writeLast(now: UTCTime) async throws {
        if let head = try await head() { try write(head, now) }
    }

    private func head() async throws -> SealedRecords.Head? { try await database.read(SealedRecords.head) }

    private func write(_ head: SealedRecords.Head, _ now: UTCTime) throws {
        try file.append(RecordAnchor(time: now, head: head), seal)
        schedule.note(head: head.sequence, at: now)
    }
}
