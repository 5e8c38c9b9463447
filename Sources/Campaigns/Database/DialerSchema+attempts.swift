/// Leases and attempts, and what guards them.
extension DialerSchema {
    static let leasesAndAttempts = """
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
            -- Whom the call was for, as limits count it; of a fax to nobody's account both are the number.
            person TEXT NOT NULL CHECK (person <> ''),
            account TEXT NOT NULL CHECK (account <> ''),
            purpose TEXT NOT NULL CHECK (purpose IN ('dunning', 'service', 'callback', 'notification', 'fax')),
            -- Which stage of its campaign the call was to say.
            stage INTEGER NOT NULL DEFAULT 0 CHECK (stage >= 0),
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
            wasPlayedToEnd INTEGER NOT NULL DEFAULT 0 CHECK (wasPlayedToEnd IN (0, 1)),
            -- Of a finished attempt that is sealed, these and `answeredAt` and `endedAt` are in its record's secret.
            announcementMs INTEGER CHECK (announcementMs >= 0),
            heardMs INTEGER CHECK (heardMs BETWEEN 0 AND announcementMs),
            heardPiece TEXT,
            -- A person answered and met nobody (A5).
            isAbandoned INTEGER NOT NULL DEFAULT 0 CHECK (isAbandoned IN (0, 1)),
            -- What limits count, as `PastCall.Standing` numbers it; nothing where nobody was rung. An open attempt may
            -- ring at any moment, and one that we gave up may have rung before.
            standing INTEGER GENERATED ALWAYS AS (CASE
                WHEN outcome IN ('congestion', 'trunkTrouble', 'cancelled')
                    AND ringingAt IS NULL AND earlyMediaAt IS NULL THEN NULL
                WHEN isAbandoned THEN 3
                WHEN answeredBy = 'person' THEN 2
                WHEN outcome = 'answered' THEN 1
                ELSE 0 END) VIRTUAL,
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
        CREATE INDEX attempt_forNumber ON attempt(number, openedAt, standing, purpose);
        CREATE INDEX attempt_forPerson ON attempt(person, openedAt, standing, purpose);
        CREATE INDEX attempt_forAccount ON attempt(account, openedAt, standing, purpose);
        CREATE INDEX attempt_forContact ON attempt(contact, outcome) WHERE contact IS NOT NULL;
        CREATE INDEX attempt_forFaxJob ON attempt(faxJob, outcome) WHERE faxJob IS NOT NULL;
        """

    static let attemptGuards = """
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
        BEFORE UPDATE OF id, token, kind, contact, faxJob, number, person, account, purpose, lease, openedAt ON attempt
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
}
