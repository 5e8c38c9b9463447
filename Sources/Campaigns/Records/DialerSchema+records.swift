import GRDB

extension DialerSchema {
    /// Sealed records and call rates.
    static func addRecords(_ db: Database) throws {
        try db.execute(sql: sealedRecords)
        try db.execute(sql: rates)
    }

    private static let sealedRecords = """
        CREATE TABLE sealedRecord (
            sequence INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('opening', 'attempt', 'fax', 'enquiry', 'event')),
            -- The row that the record is about; enquiries have none but their record.
            subject INTEGER,
            -- No finer than the hour: the end of a call would tell how long it was.
            at INTEGER NOT NULL CHECK (at % 3600000 = 0),
            body TEXT NOT NULL CHECK (json_valid(body)),
            secret BLOB,
            mac BLOB NOT NULL CHECK (length(mac) = 32),
            CHECK ((kind = 'opening') = (sequence = 1)),
            CHECK ((kind IN ('attempt', 'fax', 'event')) = (subject IS NOT NULL)),
            CHECK ((kind IN ('attempt', 'enquiry')) = (secret IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX sealedRecord_oneForSubject ON sealedRecord(kind, subject) WHERE subject IS NOT NULL;
        CREATE INDEX sealedRecord_enquiries ON sealedRecord(at) WHERE kind = 'enquiry';

        CREATE TRIGGER sealedRecord_hasNoGap BEFORE INSERT ON sealedRecord
        WHEN NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM sealedRecord), 0)
        BEGIN SELECT RAISE(ABORT, 'a sealed record follows the last one'); END;

        CREATE TRIGGER sealedRecord_isFinal BEFORE UPDATE ON sealedRecord
        BEGIN SELECT RAISE(ABORT, 'a sealed record is never changed'); END;

        CREATE TRIGGER sealedRecord_isKept BEFORE DELETE ON sealedRecord
        BEGIN SELECT RAISE(ABORT, 'a sealed record is never deleted'); END;
        """

    static let keptEvents = """
        CREATE TRIGGER event_isFinal BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'what somebody did is never changed'); END;

        CREATE TRIGGER event_isKept BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'what somebody did is never deleted'); END;
        """

    private static let rates = """
        CREATE TABLE rate (
            -- Of an E.164 number, with its +; the + alone is the rate of all others.
            prefix TEXT PRIMARY KEY CHECK (prefix GLOB '+*' AND substr(prefix, 2) NOT GLOB '*[^0-9]*'
                AND length(prefix) <= 16),
            name TEXT NOT NULL CHECK (name <> ''),
            fenPerMinute INTEGER NOT NULL CHECK (fenPerMinute >= 0),
            firstSeconds INTEGER NOT NULL CHECK (firstSeconds >= 1),
            thenSeconds INTEGER NOT NULL CHECK (thenSeconds >= 1)
        ) STRICT, WITHOUT ROWID;
        """
}
