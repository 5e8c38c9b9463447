/// What customers said, and what is known of them.
extension DialerSchema {
    static let whatCustomersSaid = """
        CREATE TABLE promise (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account TEXT NOT NULL CHECK (account <> ''),
            attempt INTEGER REFERENCES attempt(id),
            dueDay TEXT NOT NULL CHECK (dueDay IS date(dueDay, '+0 days')),
            -- The end of the due day where the customer lives: until then nobody asks for this money.
            suspendsUntil INTEGER NOT NULL,
            madeAt INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'replaced')),
            settledAt INTEGER,
            CHECK ((state = 'open') = (settledAt IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX promise_oneOpenForAccount ON promise(account) WHERE state = 'open';
        CREATE INDEX promise_forAttempt ON promise(attempt);

        CREATE TABLE paidClaim (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account TEXT NOT NULL CHECK (account <> ''),
            attempt INTEGER NOT NULL UNIQUE REFERENCES attempt(id),
            claimedAt INTEGER NOT NULL,
            -- The payment gets this long to appear in the billing data before anybody asks again.
            suspendsUntil INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX paidClaim_forAccount ON paidClaim(account, suspendsUntil);

        CREATE TABLE doNotCall (
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            -- A campaign's name, or nothing for all of them.
            campaign TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL,
            attempt INTEGER REFERENCES attempt(id),
            source TEXT NOT NULL CHECK (source <> ''),
            PRIMARY KEY (number, campaign)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX doNotCall_forAttempt ON doNotCall(attempt);

        CREATE TABLE consent (
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            topic TEXT NOT NULL CHECK (topic <> ''),
            givenAt INTEGER NOT NULL,
            -- Where it can be looked up: a form, a call, a page.
            evidence TEXT NOT NULL CHECK (evidence <> ''),
            PRIMARY KEY (number, topic)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE holiday (
            -- Nothing for everywhere.
            region TEXT NOT NULL DEFAULT '',
            day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
            name TEXT NOT NULL,
            -- Shorter hours, in minutes after midnight; none where nobody is called on that day.
            opens INTEGER CHECK (opens BETWEEN 0 AND 1439),
            closes INTEGER CHECK (closes BETWEEN 1 AND 1440),
            PRIMARY KEY (region, day),
            CHECK ((opens IS NULL) = (closes IS NULL) AND (opens IS NULL OR opens < closes))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE callback (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            account TEXT,
            language TEXT CHECK (language IN ('zh', 'en')),
            attempt INTEGER UNIQUE REFERENCES attempt(id),
            askedAt INTEGER NOT NULL,
            dueAt INTEGER NOT NULL,
            wish TEXT NOT NULL CHECK (wish <> ''),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'done', 'withdrawn')),
            who TEXT,
            endedAt INTEGER,
            CHECK ((state IN ('waiting', 'taken')) = (endedAt IS NULL)),
            CHECK (state NOT IN ('taken', 'done') OR who IS NOT NULL)
        ) STRICT;
        CREATE INDEX callback_forWork ON callback(dueAt, id) WHERE state = 'waiting';

        CREATE TRIGGER callback_isNeverLost BEFORE DELETE ON callback
        BEGIN SELECT RAISE(ABORT, 'a callback is done or withdrawn, never deleted'); END;
        """

    static let enquiryPasswords = """
        CREATE TABLE enquiryCredential (
            identity TEXT PRIMARY KEY CHECK (identity GLOB 'line:+*' OR identity GLOB 'contract:?*'),
            hash TEXT NOT NULL CHECK (hash GLOB 'scrypt$*'),
            changedAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Kept apart from the credential, so that identities without a password are guarded alike.
        CREATE TABLE enquiryFailure (
            identity TEXT PRIMARY KEY,
            failures INTEGER NOT NULL CHECK (failures >= 0),
            lastAt INTEGER NOT NULL,
            lockedUntil INTEGER
        ) STRICT, WITHOUT ROWID;
        """
}
