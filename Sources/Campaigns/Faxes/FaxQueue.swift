import GRDB

/// Documents on their way to fax machines, page by page.
///
/// A page counts as delivered on the far end's MCF (T.30 §5.3.6.1): once `confirmPage` returns it is on disk, and never
/// sent again. One whose MCF died with a crash may go once more; none is missing.
package struct FaxQueue: Sendable {
    let database: DialerDatabase
    let retry: RetryPolicy
    let rules: CallRules

    package init(database: DialerDatabase, retry: RetryPolicy = .faxDefault, rules: CallRules = .none) {
        self.database = database
        self.retry = retry
        self.rules = rules
    }

    /// Stores the job; when this returns, the fax will be sent or somebody told why not.
    ///
    /// - Parameters:
    ///   - document: directory of the rendered pages, relative to the fax directory.
    ///   - requester: who asked, such as `170` or `campaign arrears-postpaid`.
    ///   - askedIn: the attempt in which the customer asked.
    ///
    /// Throws: `invalidRequest` for a document without pages or a path that leaves the fax directory.
    package func enqueue(
        document: String,
        pages: Int,
        number: E164,
        account: String? = nil,
        requester: String,
        askedIn: Int64? = nil,
        now: UTCTime
    ) async throws -> Int64 {
        guard (1...9999).contains(pages), !document.isEmpty, !document.hasPrefix("/"),
            !document.split(separator: "/").contains("..")
        else {
            throw CampaignsError(
                .invalidRequest,
                "“\(document)” with \(pages) pages can't be faxed: a document has 1 to 9999 pages."
            )
        }
        return try await database.commit { db in
            try db.execute(
                sql: """
                    INSERT INTO faxJob (document, number, account, requester, askedIn, pagesTotal, state, reason, dueAt,
                        createdAt)
                    VALUES (?, ?, ?, ?, ?, ?, 'waiting', 'not sent yet', ?, ?)
                    """,
                arguments: [
                    document, number.text, account, requester, askedIn, pages, now.milliseconds, now.milliseconds,
                ]
            )
            return db.lastInsertedRowID
        }
    }

    /// Takes a job that nobody is sending off the queue.
    ///
    /// False where it has ended or is being sent.
    package func cancel(_ job: Int64, who: String, now: UTCTime) async throws -> Bool {
        let (records, events) = (database.records, database.events)
        return try await database.commit { db in
            guard try FaxRecords.isWaiting(db, job: job) else { return false }
            try FaxRecords.end(db, job: job, .cancelled, reason: "cancelled by \(who)", records: records, now: now)
            try events.write(db, who: who, what: "fax cancelled", subject: "\(job)", now: now)
            return true
        }
    }

    /// The fate of a job, for whoever asks again; nil where there is no such job.
    package func status(_ job: Int64) async throws -> FaxJobStatus? {
        try await database.read { try FaxRecords.status($0, job: job) }
    }

    /// All jobs, the latest first.
    package func list(limit: Int = 200) async throws -> [FaxJobStatus] {
        try await database.read { db in
            try Int64.fetchAll(db, sql: "SELECT id FROM faxJob ORDER BY id DESC LIMIT ?", arguments: [limit])
                .compactMap { try FaxRecords.status(db, job: $0) }
        }
    }

    /// When the next waiting job is due; nil where none waits.
    package func nextDue() async throws -> UTCTime? {
        try await database.read { db in
            try Int64.fetchOne(db, sql: "SELECT min(dueAt) FROM faxJob WHERE state = 'waiting'")
                .map(UTCTime.init(milliseconds:))
        }
    }
}
