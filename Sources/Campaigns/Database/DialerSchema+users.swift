/// Who may sign in at the console, and whose calls are recorded.
extension DialerSchema {
    static let users = """
        CREATE TABLE user (
            name TEXT PRIMARY KEY CHECK (name GLOB '[a-z0-9]*' AND length(name) <= 32),
            agent TEXT UNIQUE CHECK (agent GLOB '[0-9]*'),
            isAgent INTEGER NOT NULL CHECK (isAgent IN (0, 1)),
            isSupervisor INTEGER NOT NULL CHECK (isSupervisor IN (0, 1)),
            isListener INTEGER NOT NULL CHECK (isListener IN (0, 1)),
            isAdministrator INTEGER NOT NULL CHECK (isAdministrator IN (0, 1)),
            isDisabled INTEGER NOT NULL DEFAULT 0 CHECK (isDisabled IN (0, 1)),
            CHECK (isAgent + isSupervisor + isListener + isAdministrator > 0),
            CHECK (isAgent = 0 OR agent IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        -- The last one holds; those before can't be taken again.
        CREATE TABLE userPassword (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user TEXT NOT NULL REFERENCES user(name),
            hash TEXT NOT NULL CHECK (hash GLOB 'scrypt$*'),
            setAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX userPassword_ofUser ON userPassword(user, id);
        -- Kept apart from the user, so that names that nobody has are guarded alike.
        CREATE TABLE signInFailure (
            name TEXT PRIMARY KEY,
            failures INTEGER NOT NULL CHECK (failures >= 0),
            lastAt INTEGER NOT NULL,
            lockedUntil INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER user_isKept BEFORE DELETE ON user
        BEGIN SELECT RAISE(ABORT, 'a user is disabled, never deleted'); END;

        CREATE TRIGGER user_keepsTheName BEFORE UPDATE OF name ON user
        BEGIN SELECT RAISE(ABORT, 'what a user did is on record under the name'); END;
        """

    static let recordedCustomers = """
        ALTER TABLE recording ADD COLUMN number TEXT CHECK (number <> '');
        ALTER TABLE recording ADD COLUMN account TEXT CHECK (account <> '');
        UPDATE recording SET
            number = (SELECT number FROM attempt WHERE attempt.id = CAST(substr(call, 9) AS INTEGER)),
            account = (SELECT account FROM attempt WHERE attempt.id = CAST(substr(call, 9) AS INTEGER))
            WHERE call GLOB 'attempt [0-9]*';
        CREATE INDEX recording_byStart ON recording(startedAt);
        CREATE INDEX event_ofRecordings ON event(subject) WHERE what = 'recorded';

        CREATE TRIGGER recording_keepsItsCustomer BEFORE UPDATE OF agent, number, account ON recording
        BEGIN SELECT RAISE(ABORT, 'whose call was recorded is never changed'); END;
        """
}
