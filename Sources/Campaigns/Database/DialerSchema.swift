import GRDB

/// The schema of `dialer.sqlite` in small named steps.
///
/// A step that has been released is never changed; add another.
///
/// Conventions: times are UTC milliseconds, money is fen, numbers are E.164, days are `YYYY-MM-DD`. What must never be
/// true is refused here, so that no mistake above can make it so; `docs/guarantees.md` lists what is.
enum DialerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("processes and events") { try $0.execute(sql: processesAndEvents) }
        migrator.registerMigration("campaigns, contacts and their numbers") {
            try $0.execute(sql: campaignsAndContacts)
        }
        migrator.registerMigration("fax jobs") { try $0.execute(sql: faxJobs) }
        migrator.registerMigration("leases and attempts of persons") { try $0.execute(sql: leasesAndAttempts) }
        migrator.registerMigration("attempt guards") { try $0.execute(sql: attemptGuards) }
        migrator.registerMigration("fax pages") { try $0.execute(sql: faxPages) }
        migrator.registerMigration("what customers said, and holidays") { try $0.execute(sql: whatCustomersSaid) }
        migrator.registerMigration("enquiry passwords") { try $0.execute(sql: enquiryPasswords) }
        migrator.registerMigration("sealed records and rates", migrate: addRecords)
        migrator.registerMigration("lists") { try $0.execute(sql: lists) }
        migrator.registerMigration("campaign life") { try $0.execute(sql: campaignLife) }
        migrator.registerMigration("tallies and results", migrate: addReports)
        migrator.registerMigration("kept events") { try $0.execute(sql: keptEvents) }
        migrator.registerMigration("selections") { try $0.execute(sql: selections) }
        migrator.registerMigration("amounts of promises", migrate: addPromisedAmounts)
        migrator.registerMigration("numbers found by number") { try $0.execute(sql: numbersFoundByNumber) }
        migrator.registerMigration("what agents did") { try $0.execute(sql: agentSpans) }
        migrator.registerMigration("recordings") { try $0.execute(sql: recordings) }
        // No row refers to anything new, so not every one is to be looked through.
        migrator.registerMigration("calls of callbacks", foreignKeyChecks: .immediate, migrate: addCallbackCalls)
        migrator.registerMigration("previews", foreignKeyChecks: .immediate, migrate: addPreviews)
        migrator.registerMigration("dispositions", foreignKeyChecks: .immediate, migrate: addDispositions)
        migrator.registerMigration("users", foreignKeyChecks: .immediate) { try $0.execute(sql: users) }
        migrator.registerMigration("whose calls are recorded", foreignKeyChecks: .immediate) {
            try $0.execute(sql: recordedCustomers)
        }
        migrator.registerMigration("pacing", foreignKeyChecks: .immediate) { try $0.execute(sql: pacing) }
        migrator.registerMigration("overlaps of spans", foreignKeyChecks: .immediate) { try $0.execute(sql: overlaps) }
        return migrator
    }

    private static let processesAndEvents = """
        CREATE TABLE processInstance (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            pid INTEGER NOT NULL,
            startedAt INTEGER NOT NULL,
            endedAt INTEGER CHECK (endedAt >= startedAt)
        ) STRICT;
        CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT
        ) STRICT;
        """

    private static let campaignsAndContacts = """
        CREATE TABLE campaign (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            definition TEXT NOT NULL CHECK (json_valid(definition)),
            state TEXT NOT NULL CHECK (state IN
                ('draft', 'validated', 'scheduled', 'running', 'paused', 'finished')),
            createdAt INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE contact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign INTEGER NOT NULL REFERENCES campaign(id),
            account TEXT NOT NULL CHECK (account <> ''),
            -- Who is rung: one person may hold several accounts, and limits count per person.
            person TEXT NOT NULL CHECK (person <> ''),
            -- What is owed and since when, so that a paid debt is not confused with the next one.
            occasion TEXT NOT NULL,
            name TEXT NOT NULL,
            language TEXT CHECK (language IN ('zh', 'en')),
            -- Where the person lives, as far as the list says: an IANA zone, an ISO 3166-2 region.
            zone TEXT,
            region TEXT,
            facts TEXT NOT NULL CHECK (json_valid(facts)),
            state TEXT NOT NULL CHECK (state IN
                ('waiting', 'leased', 'finished', 'exhausted', 'paid', 'optedOut', 'wrongNumber', 'withdrawn')),
            -- While it waits: for what. At its end: why.
            reason TEXT NOT NULL CHECK (reason <> ''),
            -- The rule that keeps a contact waiting that is due by its retry policy.
            heldBy TEXT,
            -- By the retry policy alone; `dueAt` is later where a rule says so, and falls back to this when rules change.
            retryAt INTEGER NOT NULL,
            dueAt INTEGER NOT NULL,
            attemptsUsed INTEGER NOT NULL DEFAULT 0 CHECK (attemptsUsed >= 0),
            -- How many stages of the campaign have been heard.
            stage INTEGER NOT NULL DEFAULT 0 CHECK (stage >= 0),
            endedAt INTEGER,
            CHECK (retryAt <= dueAt),
            CHECK ((state IN ('waiting', 'leased')) = (endedAt IS NULL)),
            UNIQUE (campaign, account, occasion)
        ) STRICT;
        CREATE UNIQUE INDEX contact_oneAliveForAccount ON contact(campaign, account)
            WHERE state IN ('waiting', 'leased');
        CREATE INDEX contact_forLease ON contact(campaign, dueAt, id) WHERE state = 'waiting';
        CREATE INDEX contact_heldBy ON contact(campaign, heldBy) WHERE state = 'waiting' AND heldBy IS NOT NULL;
        CREATE INDEX contact_forReport ON contact(campaign, state);
        CREATE INDEX contact_forPerson ON contact(person) WHERE state IN ('waiting', 'leased');
        CREATE TABLE contactNumber (
            contact INTEGER NOT NULL REFERENCES contact(id),
            -- In the order in which they are tried, from 1.
            position INTEGER NOT NULL CHECK (position >= 1),
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            zone TEXT,
            -- Hours of its own, in minutes after midnight.
            opens INTEGER CHECK (opens BETWEEN 0 AND 1439),
            closes INTEGER CHECK (closes BETWEEN 1 AND 1440),
            retryAt INTEGER NOT NULL,
            attemptsUsed INTEGER NOT NULL DEFAULT 0 CHECK (attemptsUsed >= 0),
            isWrong INTEGER NOT NULL DEFAULT 0 CHECK (isWrong IN (0, 1)),
            PRIMARY KEY (contact, position),
            UNIQUE (contact, number),
            CHECK ((opens IS NULL) = (closes IS NULL) AND (opens IS NULL OR opens < closes))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX contactNumber_forNumber ON contactNumber(number);
        """
}
