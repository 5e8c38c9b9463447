/// What predictive campaigns have learned, and why they dialled as they did.
extension DialerSchema {
    static let pacing = """
        CREATE TABLE pacingExperience (
            campaign INTEGER PRIMARY KEY REFERENCES campaign(id),
            learned TEXT NOT NULL CHECK (json_valid(learned)),
            at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE pacedMinute (
            campaign INTEGER NOT NULL REFERENCES campaign(id),
            at INTEGER NOT NULL CHECK (at % 60000 = 0),
            placed INTEGER NOT NULL CHECK (placed >= 0),
            givenUp INTEGER NOT NULL CHECK (givenUp >= 0),
            words TEXT NOT NULL CHECK (words <> ''),
            PRIMARY KEY (campaign, at)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER pacedMinute_isKept BEFORE DELETE ON pacedMinute
        BEGIN SELECT RAISE(ABORT, 'why a campaign dialled as it did is never deleted'); END;
        """
}
