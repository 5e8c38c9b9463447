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
        migrator.registerMigration("campaigns and contacts") { try $0.execute(sql: campaignsAndContacts) }
        migrator.registerMigration("fax jobs") { try $0.execute(sql: faxJobs) }
        migrator.registerMigration("leases and attempts") { try $0.execute(sql: leasesAndAttempts) }
        migrator.registerMigration("attempt guards") { try $0.execute(sql: attemptGuards) }
        migrator.registerMigration("fax pages") { try $0.execute(sql: faxPages) }
        migrator.registerMigration("what customers said") { try $0.execute(sql: whatCustomersSaid) }
        migrator.registerMigration("enquiry passwords") { try $0.execute(sql: enquiryPasswords) }
        migrator.registerMigration("sealed records and rates", migrate: addRecords)
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
            state TEXT NOT NULL CHECK (state IN ('paused', 'running', 'finished')),
            createdAt INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE contact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign INTEGER NOT NULL REFERENCES campaign(id),
            account TEXT NOT NULL CHECK (account <> ''),
            -- What is owed and since when, so that a paid debt is not confused with the next one.
            occasion TEXT NOT NULL,
            name TEXT NOT NULL,
            language TEXT CHECK (language IN ('zh', 'en')),
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            facts TEXT NOT NULL CHECK (json_valid(facts)),
            state TEXT NOT NULL CHECK (state IN
                ('waiting', 'leased', 'finished', 'exhausted', 'paid', 'optedOut', 'wrongNumber', 'withdrawn')),
            -- While it waits: for what. At its end: why.
            reason TEXT NOT NULL CHECK (reason <> ''),
            dueAt INTEGER NOT NULL,
            attemptsUsed INTEGER NOT NULL DEFAULT 0 CHECK (attemptsUsed >= 0),
            endedAt INTEGER,
            CHECK ((state IN ('waiting', 'leased')) = (endedAt IS NULL)),
            UNIQUE (campaign, account, occasion)
        ) STRICT;
        CREATE UNIQUE INDEX contact_oneAliveForAccount ON contact(campaign, account)
            WHERE state IN ('waiting', 'leased');
        CREATE INDEX contact_forLease ON contact(campaign, dueAt, id) WHERE state = 'waiting';
        CREATE INDEX contact_forNumber ON contact(number);
        CREATE INDEX contact_forReport ON contact(campaign, state);
        """

    private static let faxJobs = """
        CREATE TABLE faxJob (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- Directory of the rendered pages, relative to the fax directory.
            document TEXT NOT NULL CHECK (document <> ''),
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            account TEXT,
            requester TEXT NOT NULL CHECK (requester <> ''),
            -- The call in which it was asked for, if one of our attempts was.
            askedIn INTEGER REFERENCES attempt(id),
            pagesTotal INTEGER NOT NULL CHECK (pagesTotal BETWEEN 1 AND 9999),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'delivered', 'failed', 'cancelled')),
            reason TEXT NOT NULL CHECK (reason <> ''),
            dueAt INTEGER NOT NULL,
            attemptsUsed INTEGER NOT NULL DEFAULT 0 CHECK (attemptsUsed >= 0),
            createdAt INTEGER NOT NULL,
            endedAt INTEGER,
            CHECK ((state IN ('waiting', 'leased')) = (endedAt IS NULL))
        ) STRICT;
        CREATE INDEX faxJob_forLease ON faxJob(dueAt, id) WHERE state = 'waiting';
        CREATE INDEX faxJob_forNumber ON faxJob(number);
        CREATE INDEX faxJob_forAttempt ON faxJob(askedIn);
        """

    private static let leasesAndAttempts = """
        -- A lease has no expiry: its owner is alive as long as it holds the lock on the database (InstanceLock).
        CREATE TABLE lease (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            instance INTEGER NOT NULL REFERENCES processInstance(id),
            contact INTEGER UNIQUE REFERENCES contact(id),
            faxJob INTEGER UNIQUE REFERENCES faxJob(id),
            takenAt INTEGER NOT NULL,
            CHECK ((contact IS NULL) <> (faxJob IS NULL))
        ) STRICT;
        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            token TEXT NOT NULL UNIQUE CHECK (length(token) = 32),
            kind TEXT NOT NULL CHECK (kind IN ('contact', 'fax')),
            contact INTEGER REFERENCES contact(id),
            faxJob INTEGER REFERENCES faxJob(id),
            number TEXT NOT NULL,
            trunk TEXT NOT NULL,
            callerID TEXT,
            lease INTEGER NOT NULL,
            openedAt INTEGER NOT NULL,
            inviteSentAt INTEGER,
            ringingAt INTEGER,
            earlyMediaAt INTEGER,
            answeredAt INTEGER,
            endedAt INTEGER,
            finishedAt INTEGER,
            outcome TEXT CHECK (outcome IN ('answered', 'busy', 'noAnswer', 'rejected', 'wrongNumber', 'unreachable',
                'congestion', 'trunkTrouble', 'cancelled', 'failed', 'interrupted')),
            detail TEXT,
            sipStatus INTEGER CHECK (sipStatus BETWEEN 100 AND 699),
            sipReason TEXT,
            q850Cause INTEGER CHECK (q850Cause BETWEEN 0 AND 127),
            answeredBy TEXT CHECK (answeredBy IN ('unknown', 'person', 'machine', 'fax')),
            endedBy TEXT CHECK (endedBy IN ('us', 'them')),
            keysPressed TEXT,
            announcement TEXT,
            announcementLanguage TEXT,
            announcementMs INTEGER CHECK (announcementMs >= 0),
            heardMs INTEGER CHECK (heardMs BETWEEN 0 AND announcementMs),
            heardPiece TEXT,
            CHECK ((kind = 'contact') = (contact IS NOT NULL) AND (kind = 'fax') = (faxJob IS NOT NULL)),
            CHECK ((finishedAt IS NULL) = (outcome IS NULL)),
            CHECK (answeredBy IS NULL OR outcome = 'answered')
        ) STRICT;
        CREATE UNIQUE INDEX attempt_oneOpenForContact ON attempt(contact)
            WHERE finishedAt IS NULL AND contact IS NOT NULL;
        CREATE UNIQUE INDEX attempt_oneOpenForFaxJob ON attempt(faxJob)
            WHERE finishedAt IS NULL AND faxJob IS NOT NULL;
        CREATE UNIQUE INDEX attempt_oneOpenForLease ON attempt(lease) WHERE finishedAt IS NULL;
        CREATE UNIQUE INDEX attempt_oneOpenForNumber ON attempt(number) WHERE finishedAt IS NULL;
        CREATE INDEX attempt_forContact ON attempt(contact, outcome) WHERE contact IS NOT NULL;
        CREATE INDEX attempt_forFaxJob ON attempt(faxJob, outcome) WHERE faxJob IS NOT NULL;
        """

    private static let attemptGuards = """
        CREATE TRIGGER attempt_beginsUnderItsLease BEFORE INSERT ON attempt
        WHEN NOT EXISTS (SELECT 1 FROM lease WHERE id = NEW.lease
            AND contact IS NEW.contact AND faxJob IS NEW.faxJob)
        BEGIN SELECT RAISE(ABORT, 'an attempt begins only under the lease of its contact or fax job'); END;

        CREATE TRIGGER attempt_finishesOnce BEFORE UPDATE ON attempt WHEN OLD.finishedAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a finished attempt is never changed'); END;

        CREATE TRIGGER attempt_finishesUnderItsLease BEFORE UPDATE OF finishedAt ON attempt
        WHEN NEW.finishedAt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lease WHERE id = OLD.lease)
        BEGIN SELECT RAISE(ABORT, 'an attempt finishes only under its lease'); END;

        CREATE TRIGGER attempt_keepsItsIdentity
        BEFORE UPDATE OF id, token, kind, contact, faxJob, number, lease, openedAt ON attempt
        BEGIN SELECT RAISE(ABORT, 'whom an attempt rings is never changed'); END;

        CREATE TRIGGER attempt_isKept BEFORE DELETE ON attempt
        BEGIN SELECT RAISE(ABORT, 'an attempt is never deleted'); END;

        CREATE TRIGGER lease_outlivesItsAttempt BEFORE DELETE ON lease
        WHEN EXISTS (SELECT 1 FROM attempt WHERE lease = OLD.id AND finishedAt IS NULL)
        BEGIN SELECT RAISE(ABORT, 'a lease is held while its attempt is open'); END;

        CREATE TRIGGER lease_isNotPassedOn BEFORE UPDATE ON lease
        BEGIN SELECT RAISE(ABORT, 'a lease is never changed'); END;

        CREATE TRIGGER contact_endIsFinal BEFORE UPDATE OF state ON contact
        WHEN OLD.endedAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a contact that has ended is never called again'); END;
        """

    private static let faxPages = """
        CREATE TABLE faxPage (
            faxJob INTEGER NOT NULL REFERENCES faxJob(id),
            page INTEGER NOT NULL CHECK (page >= 1),
            attempt INTEGER NOT NULL REFERENCES attempt(id),
            confirmedAt INTEGER NOT NULL,
            PRIMARY KEY (faxJob, page)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER faxPage_belongsToItsJob BEFORE INSERT ON faxPage
        WHEN NEW.page > (SELECT pagesTotal FROM faxJob WHERE id = NEW.faxJob)
            OR NOT EXISTS (SELECT 1 FROM attempt
                WHERE id = NEW.attempt AND faxJob = NEW.faxJob AND finishedAt IS NULL)
        BEGIN SELECT RAISE(ABORT, 'a page is confirmed by an open attempt of its own fax job'); END;

        CREATE TRIGGER faxPage_isKept BEFORE DELETE ON faxPage
        BEGIN SELECT RAISE(ABORT, 'a confirmed page stays confirmed'); END;

        CREATE TRIGGER faxPage_isFinal BEFORE UPDATE ON faxPage
        BEGIN SELECT RAISE(ABORT, 'a confirmed page stays confirmed'); END;

        CREATE TRIGGER faxJob_deliveredMeansAllPages BEFORE UPDATE ON faxJob
        WHEN NEW.state = 'delivered'
            AND (SELECT count(*) FROM faxPage WHERE faxJob = NEW.id) <> NEW.pagesTotal
        BEGIN SELECT RAISE(ABORT, 'a fax is delivered only when every page is confirmed'); END;

        CREATE TRIGGER faxJob_isNotBornDelivered BEFORE INSERT ON faxJob WHEN NEW.state <> 'waiting'
        BEGIN SELECT RAISE(ABORT, 'a fax job begins by waiting'); END;

        CREATE TRIGGER faxJob_keepsItsPages BEFORE UPDATE OF pagesTotal, number, document ON faxJob
        BEGIN SELECT RAISE(ABORT, 'what is faxed, and where to, is never changed'); END;

        CREATE TRIGGER faxJob_endIsFinal BEFORE UPDATE OF state ON faxJob WHEN OLD.endedAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a fax job that has ended is not sent again'); END;
        """

    private static let whatCustomersSaid = """
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

        CREATE TABLE optOut (
            number TEXT PRIMARY KEY CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            at INTEGER NOT NULL,
            attempt INTEGER REFERENCES attempt(id),
            source TEXT NOT NULL CHECK (source <> '')
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX optOut_forAttempt ON optOut(attempt);

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

    private static let enquiryPasswords = """
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
