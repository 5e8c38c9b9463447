/// That no two spans of an agent overlap, found without reading all that he ever did.
extension DialerSchema {
    static let overlaps = """
        CREATE INDEX agentSpan_byEnd ON agentSpan(agent, endedAt);
        DROP TRIGGER agentSpan_overlapsNone;
        -- Two questions, for SQLite answers one with OR by a walk through the agent's whole past.
        CREATE TRIGGER agentSpan_overlapsNone BEFORE INSERT ON agentSpan
        WHEN EXISTS (SELECT 1 FROM agentSpan WHERE agent = NEW.agent AND endedAt IS NULL)
            OR EXISTS (SELECT 1 FROM agentSpan WHERE agent = NEW.agent AND endedAt > NEW.startedAt)
        BEGIN SELECT RAISE(ABORT, 'an agent does one thing at a time'); END;
        """
}
