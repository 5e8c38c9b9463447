import GRDB

/// What agents said came of calls, and who talked in an attempt.
extension DialerSchema {
    static func addDispositions(_ db: Database) throws {
        try db.execute(sql: dispositions)
        // Who called us and says that it is paid has no attempt.
        try db.execute(sql: "PRAGMA writable_schema = ON")
        try widen(
            db, "paidClaim", check: "attempt INTEGER NOT NULL UNIQUE REFERENCES attempt(id)",
            to: "attempt INTEGER UNIQUE REFERENCES attempt(id)")
        try db.execute(sql: "PRAGMA writable_schema = RESET")
    }

    private static let dispositions = """
        -- Who talked to the person, last where several did.
        ALTER TABLE attempt ADD COLUMN agent TEXT CHECK (agent GLOB '[0-9]*');

        CREATE TABLE disposition (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- The attempt, or the Call-ID of who called: one word for each.
            call TEXT NOT NULL UNIQUE CHECK (call <> ''),
            attempt INTEGER UNIQUE REFERENCES attempt(id),
            account TEXT CHECK (account <> ''),
            agent TEXT NOT NULL CHECK (agent GLOB '[0-9]*'),
            -- As the file of agents had it then: it may say something else by now.
            code TEXT NOT NULL CHECK (code <> ''),
            title TEXT NOT NULL CHECK (title <> ''),
            does TEXT NOT NULL CHECK (does IN
                ('done', 'again', 'promise', 'paid', 'callback', 'fax', 'wrong-number', 'do-not-call')),
            waitMs INTEGER CHECK (waitMs > 0),
            note TEXT CHECK (length(note) BETWEEN 1 AND 500),
            at INTEGER NOT NULL,
            CHECK ((does = 'again') = (waitMs IS NOT NULL))
        ) STRICT;
        CREATE INDEX disposition_forAccount ON disposition(account, at) WHERE account IS NOT NULL AND attempt IS NULL;
        CREATE INDEX promise_forAccount ON promise(account, madeAt);
        CREATE INDEX faxJob_forAccount ON faxJob(account, createdAt) WHERE account IS NOT NULL;

        CREATE TRIGGER disposition_isFinal BEFORE UPDATE ON disposition
        BEGIN SELECT RAISE(ABORT, 'what an agent said came of a call is never changed'); END;

        CREATE TRIGGER disposition_isKept BEFORE DELETE ON disposition
        BEGIN SELECT RAISE(ABORT, 'what an agent said came of a call is never deleted'); END;

        CREATE TRIGGER disposition_comesBeforeTheCallIsSettled BEFORE INSERT ON disposition
        WHEN NEW.attempt IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM attempt JOIN lease ON lease.id = attempt.lease WHERE attempt.id = NEW.attempt)
        BEGIN SELECT RAISE(ABORT, 'what came of the call is settled already'); END;

        -- A lease outlives its attempt until an agent has said what came of it: nobody rings again under it.
        CREATE TRIGGER attempt_isTheOnlyOneOfItsLease BEFORE INSERT ON attempt
        WHEN EXISTS (SELECT 1 FROM attempt
                WHERE contact = NEW.contact AND lease = NEW.lease AND finishedAt IS NOT NULL)
            OR EXISTS (SELECT 1 FROM attempt
                WHERE callback = NEW.callback AND lease = NEW.lease AND finishedAt IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'a lease allows one attempt'); END;
        """
}
