/// Fax jobs and their pages.
extension DialerSchema {
    static let faxJobs = """
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

    static let faxPages = """
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
}
