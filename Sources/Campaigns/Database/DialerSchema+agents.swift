/// What agents did, second by second, and their recorded calls.
extension DialerSchema {
    static let recordings = """
        CREATE TABLE recording (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            call TEXT NOT NULL CHECK (call <> ''),
            agent TEXT NOT NULL CHECK (agent GLOB '[0-9]*'),
            -- Within the folder of recordings.
            file TEXT NOT NULL UNIQUE CHECK (file <> '' AND file NOT GLOB '*..*'),
            startedAt INTEGER NOT NULL,
            milliseconds INTEGER CHECK (milliseconds >= 0),
            sha256 TEXT CHECK (length(sha256) = 64),
            removedAt INTEGER,
            CHECK ((milliseconds IS NULL) = (sha256 IS NULL))
        ) STRICT;
        CREATE INDEX recording_forCall ON recording(call);
        CREATE INDEX recording_byAge ON recording(startedAt) WHERE removedAt IS NULL;

        CREATE TRIGGER recording_keepsItsChecksum BEFORE UPDATE OF call, file, startedAt, milliseconds, sha256 ON recording
        WHEN OLD.sha256 IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'what is known of a recording is never changed'); END;

        CREATE TRIGGER recording_isKept BEFORE DELETE ON recording
        BEGIN SELECT RAISE(ABORT, 'that a call was recorded is never forgotten'); END;
        """

    static let agentSpans = """
        CREATE TABLE agentSpan (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            agent TEXT NOT NULL CHECK (agent GLOB '[0-9]*'),
            -- What the person says, and what the system does with him; logged out is no span.
            presence TEXT NOT NULL CHECK (presence IN ('ready', 'onBreak')),
            activity TEXT NOT NULL CHECK (activity IN ('idle', 'reserved', 'talking', 'wrapUp')),
            -- Of a break.
            reason TEXT,
            -- Whom he has: the attempt, or the Call-ID of who called.
            customer TEXT,
            startedAt INTEGER NOT NULL,
            -- Until when it surely lasted, should the process die in it.
            seenAt INTEGER NOT NULL CHECK (seenAt >= startedAt),
            endedAt INTEGER CHECK (endedAt >= startedAt),
            CHECK ((presence = 'onBreak') = (reason IS NOT NULL)),
            CHECK ((activity = 'idle') = (customer IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX agentSpan_oneOpen ON agentSpan(agent) WHERE endedAt IS NULL;
        CREATE INDEX agentSpan_forAgent ON agentSpan(agent, startedAt);
        CREATE INDEX agentSpan_forCustomer ON agentSpan(customer) WHERE customer IS NOT NULL;

        CREATE TRIGGER agentSpan_overlapsNone BEFORE INSERT ON agentSpan
        WHEN EXISTS (SELECT 1 FROM agentSpan
            WHERE agent = NEW.agent AND (endedAt IS NULL OR endedAt > NEW.startedAt))
        BEGIN SELECT RAISE(ABORT, 'an agent does one thing at a time'); END;

        CREATE TRIGGER agentSpan_endsOnce BEFORE UPDATE ON agentSpan WHEN OLD.endedAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'what an agent did is never changed'); END;

        CREATE TRIGGER agentSpan_isKept BEFORE DELETE ON agentSpan
        BEGIN SELECT RAISE(ABORT, 'what an agent did is never deleted'); END;
        """
}
