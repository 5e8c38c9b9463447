extension DialerSchema {
    /// So that the same list of callbacks again is known to be the same.
    static let lists = "CREATE INDEX callback_forNumber ON callback(number, dueAt)"

    /// One index that finds who has a number and sees to it that no contact has it twice, where there were two: an import
    /// fills them.
    static let numbersFoundByNumber = """
        CREATE TABLE formerNumber AS SELECT * FROM contactNumber;
        DROP TABLE contactNumber;
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
            CHECK ((opens IS NULL) = (closes IS NULL) AND (opens IS NULL OR opens < closes))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO contactNumber SELECT * FROM formerNumber;
        DROP TABLE formerNumber;
        CREATE UNIQUE INDEX contactNumber_forNumber ON contactNumber(number, contact);
        """

    /// When the contacts of a campaign were last selected; none where they were only imported.
    static let selections = "ALTER TABLE campaign ADD COLUMN selectedAt INTEGER"
}
