import GRDB

/// Callbacks that we dial ourselves: whose call each is, and leases and attempts for them.
extension DialerSchema {
    static func addCallbackCalls(_ db: Database) throws {
        try db.execute(sql: callbackColumns)
        try db.execute(sql: "PRAGMA writable_schema = ON")
        try widen(
            db, "attempt", check: "kind IN ('contact', 'fax')", to: "kind IN ('contact', 'fax', 'callback')")
        try widen(
            db, "attempt",
            check: "(kind = 'contact') = (contact IS NOT NULL) AND (kind = 'fax') = (faxJob IS NOT NULL)",
            to: """
                (kind = 'contact') = (contact IS NOT NULL) AND (kind = 'fax') = (faxJob IS NOT NULL)
                            AND (kind = 'callback') = (callback IS NOT NULL)
                """)
        try widen(
            db, "lease", check: "(contact IS NULL) <> (faxJob IS NULL)",
            to: "(contact IS NOT NULL) + (faxJob IS NOT NULL) + (callback IS NOT NULL) = 1")
        try widen(
            db, "callTally", check: "kind IN ('contact', 'fax', 'enquiry')",
            to: "kind IN ('contact', 'fax', 'enquiry', 'callback')")
        try db.execute(sql: "PRAGMA writable_schema = RESET")
        try db.execute(sql: callbackGuards)
    }

    /// Puts a CHECK that allows more in the place of another, and touches no row.
    ///
    /// SQLite can't alter a CHECK; the other way is a copy of the table, which for years of attempts with nine indexes
    /// would hold up the start for minutes. Source: sqlite.org/lang_altertable.html, “Making Other Kinds Of Table Schema
    /// Changes”, for changes that leave the content of the file as it is.
    static func widen(_ db: Database, _ table: String, check: String, to wider: String) throws {
        let known = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?"
        let sql = try String.fetchOne(db, sql: known, arguments: [table]) ?? ""
        guard sql.ranges(of: check).count == 1 else {
            throw CampaignsError(
                .databaseUnusable, "The table \(table) isn't as dialerd made it. Restore a backup of the database.")
        }
        try db.execute(
            sql: "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?",
            arguments: [sql.replacing(check, with: wider), table])
    }

    private static let callbackColumns = """
        ALTER TABLE lease ADD COLUMN callback INTEGER REFERENCES callback(id);
        ALTER TABLE attempt ADD COLUMN callback INTEGER REFERENCES callback(id);

        -- Where it was asked for; none at 170 or from a list.
        ALTER TABLE callback ADD COLUMN campaign INTEGER REFERENCES campaign(id);
        UPDATE callback SET campaign = (SELECT contact.campaign FROM attempt
            JOIN contact ON contact.id = attempt.contact WHERE attempt.id = callback.attempt);
        -- The group of agents whose call it is; none for the site's usual one.
        ALTER TABLE callback ADD COLUMN agentGroup TEXT CHECK (agentGroup <> '');
        -- The agent who promised it, and from when on any of the group will do.
        ALTER TABLE callback ADD COLUMN agent TEXT CHECK (agent GLOB '[0-9]*');
        ALTER TABLE callback ADD COLUMN agentUntil INTEGER CHECK ((agent IS NULL) = (agentUntil IS NULL));
        -- While it waits: for what. At its end: why.
        ALTER TABLE callback ADD COLUMN reason TEXT NOT NULL DEFAULT 'not called yet' CHECK (reason <> '');
        ALTER TABLE callback ADD COLUMN attemptsUsed INTEGER NOT NULL DEFAULT 0 CHECK (attemptsUsed >= 0);
        -- By the retry policy; `dueAt` stays as it was asked for, by which a list is known to be the same.
        ALTER TABLE callback ADD COLUMN retryAt INTEGER NOT NULL DEFAULT 0;
        -- By a rule, until it is looked at again.
        ALTER TABLE callback ADD COLUMN heldUntil INTEGER;
        ALTER TABLE callback ADD COLUMN heldBy TEXT CHECK ((heldBy IS NULL) = (heldUntil IS NULL));
        ALTER TABLE callback ADD COLUMN callAt INTEGER
            GENERATED ALWAYS AS (max(dueAt, retryAt, coalesce(heldUntil, 0))) VIRTUAL;
        """

    private static let callbackGuards = """
        DROP INDEX callback_forWork;
        CREATE INDEX callback_forWork ON callback(callAt, id) WHERE state = 'waiting';
        CREATE INDEX callback_forMissed ON callback(dueAt, id) WHERE state = 'waiting';
        CREATE UNIQUE INDEX lease_oneForCallback ON lease(callback) WHERE callback IS NOT NULL;
        CREATE UNIQUE INDEX attempt_oneOpenForCallback ON attempt(callback)
            WHERE finishedAt IS NULL AND callback IS NOT NULL;
        CREATE INDEX attempt_forCallback ON attempt(callback, outcome) WHERE callback IS NOT NULL;

        DROP TRIGGER attempt_beginsUnderItsLease;
        CREATE TRIGGER attempt_beginsUnderItsLease BEFORE INSERT ON attempt
        WHEN NOT EXISTS (SELECT 1 FROM lease WHERE id = NEW.lease
            AND contact IS NEW.contact AND faxJob IS NEW.faxJob AND callback IS NEW.callback)
        BEGIN SELECT RAISE(ABORT, 'an attempt begins only under the lease of its contact, fax job or callback'); END;

        DROP TRIGGER attempt_keepsItsIdentity;
        CREATE TRIGGER attempt_keepsItsIdentity
        BEFORE UPDATE OF id, token, kind, contact, faxJob, callback, number, person, account, purpose, lease, openedAt
        ON attempt
        BEGIN SELECT RAISE(ABORT, 'whom an attempt rings is never changed'); END;

        CREATE TRIGGER attempt_ringsWhoAsked BEFORE INSERT ON attempt
        WHEN NEW.callback IS NOT NULL AND NEW.number IS NOT (SELECT number FROM callback WHERE id = NEW.callback)
        BEGIN SELECT RAISE(ABORT, 'a callback rings the number that asked for it'); END;

        CREATE TRIGGER lease_isOfATakenCallback BEFORE INSERT ON lease
        WHEN NEW.callback IS NOT NULL AND (SELECT state FROM callback WHERE id = NEW.callback) IS NOT 'taken'
        BEGIN SELECT RAISE(ABORT, 'a callback is taken before it is leased'); END;

        CREATE TRIGGER callback_isNobodyElses BEFORE UPDATE OF state ON callback
        WHEN EXISTS (SELECT 1 FROM lease WHERE callback = OLD.id)
        BEGIN SELECT RAISE(ABORT, 'a callback that is being called is nobody else''s'); END;

        CREATE TRIGGER callback_keepsItsWish BEFORE UPDATE OF id, number, attempt, askedAt, dueAt, wish ON callback
        BEGIN SELECT RAISE(ABORT, 'what somebody asked for is never changed'); END;

        CREATE TRIGGER callback_endIsFinal BEFORE UPDATE OF state ON callback WHEN OLD.endedAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a callback that has ended is never called again'); END;
        """
}
