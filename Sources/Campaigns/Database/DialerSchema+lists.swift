/// What lists are loaded into.
extension DialerSchema {
    static let lists = """
        -- Of contacts that a list names.
        ALTER TABLE contact ADD COLUMN person TEXT NOT NULL DEFAULT '';
        ALTER TABLE contact ADD COLUMN zone TEXT;
        ALTER TABLE contact ADD COLUMN region TEXT;
        ALTER TABLE contact ADD COLUMN retryAt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE contact ADD COLUMN stage INTEGER NOT NULL DEFAULT 0 CHECK (stage >= 0);

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

        CREATE TABLE doNotCall (
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            -- A campaign's name, or nothing for all of them.
            campaign TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL,
            attempt INTEGER REFERENCES attempt(id),
            source TEXT NOT NULL CHECK (source <> ''),
            PRIMARY KEY (number, campaign)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE consent (
            number TEXT NOT NULL CHECK (number GLOB '+[1-9][0-9]*' AND length(number) BETWEEN 8 AND 16),
            topic TEXT NOT NULL CHECK (topic <> ''),
            givenAt INTEGER NOT NULL,
            -- Where it can be looked up: a form, a call, a page.
            evidence TEXT NOT NULL CHECK (evidence <> ''),
            PRIMARY KEY (number, topic)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE holiday (
            calendar TEXT NOT NULL CHECK (calendar <> ''),
            day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
            name TEXT NOT NULL,
            -- Shorter hours, in minutes after midnight; none where nobody is called on that day.
            opens INTEGER CHECK (opens BETWEEN 0 AND 1439),
            closes INTEGER CHECK (closes BETWEEN 1 AND 1440),
            PRIMARY KEY (calendar, day),
            CHECK ((opens IS NULL) = (closes IS NULL) AND (opens IS NULL OR opens < closes))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rate (
            -- The digits that numbers in E.164 begin with, without the +.
            prefix TEXT PRIMARY KEY CHECK (prefix GLOB '[1-9]*' AND prefix NOT GLOB '*[^0-9]*'),
            name TEXT NOT NULL,
            fenPerMinute INTEGER NOT NULL CHECK (fenPerMinute >= 0),
            -- The first so many seconds cost as one piece, the others by pieces of so many.
            firstSeconds INTEGER NOT NULL CHECK (firstSeconds >= 1),
            thenSeconds INTEGER NOT NULL CHECK (thenSeconds >= 1)
        ) STRICT, WITHOUT ROWID;

        -- So that the same list of callbacks again is known to be the same.
        CREATE INDEX callback_forNumber ON callback(number, dueAt);
        """
}
