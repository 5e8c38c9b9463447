import GRDB

/// What reports are summed from, counted while the dialer works: see `docs/reports.md`.
extension DialerSchema {
    static func addReports(_ db: Database) throws {
        try db.execute(sql: tallyTables)
        try db.execute(sql: AttemptTally.triggers)
        for source in TallySource.first { try db.execute(sql: source.triggers) }
        // What an older dialerd has left.
        try TallyBook.recount(db, TallySource.first)
        try db.execute(sql: CampaignResults.firstView)
    }

    /// Of promises that are older nobody knows how much they are of.
    static func addPromisedAmounts(_ db: Database) throws {
        // What the customer was told that they owe.
        try db.execute(sql: "ALTER TABLE promise ADD COLUMN amountFen INTEGER CHECK (amountFen > 0)")
        for source in TallySource.amounts { try db.execute(sql: source.triggers) }
        try db.execute(sql: "DROP VIEW campaign_result")
        try db.execute(sql: CampaignResults.view)
    }

    private static let tallyTables = """
        CREATE TABLE attemptTally (
            -- 0: of no campaign.
            campaign INTEGER NOT NULL CHECK (campaign >= 0),
            quarter INTEGER NOT NULL CHECK (quarter % 900000 = 0),
            kind TEXT NOT NULL,
            outcome TEXT NOT NULL,
            answeredBy TEXT NOT NULL,
            wasPlayedToEnd INTEGER NOT NULL,
            isAbandoned INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            rang INTEGER NOT NULL,
            -- Those that were the first to reach their contact.
            reached INTEGER NOT NULL,
            PRIMARY KEY (campaign, quarter, kind, outcome, answeredBy, wasPlayedToEnd, isAbandoned)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE happeningTally (
            campaign INTEGER NOT NULL CHECK (campaign >= 0),
            quarter INTEGER NOT NULL CHECK (quarter % 900000 = 0),
            what TEXT NOT NULL,
            kind TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (campaign, quarter, what, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE callTally (
            campaign INTEGER NOT NULL CHECK (campaign >= 0),
            quarter INTEGER NOT NULL CHECK (quarter % 900000 = 0),
            kind TEXT NOT NULL CHECK (kind IN ('contact', 'fax', 'enquiry')),
            outcome TEXT NOT NULL,
            calls INTEGER NOT NULL CHECK (calls > 0),
            -- Encrypted: a cell of one call would tell how long it was, and so would two states of a larger one.
            sums BLOB NOT NULL,
            PRIMARY KEY (campaign, quarter, kind, outcome)
        ) STRICT, WITHOUT ROWID;
        """
}
