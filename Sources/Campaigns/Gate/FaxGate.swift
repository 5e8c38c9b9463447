import GRDB

/// The same gate for a fax that somebody asked for: most rules don't hold for it, but it passes them all the same.
struct FaxGate {
    let rules: CallRules

    func verdict(_ db: Database, number: E164, now: UTCTime) throws -> Verdict {
        let facts = try NumberGate(rules: rules).facts(db, number: number, purpose: .fax, now: now)
        return rules.engine.verdict(facts, at: now)
    }
}
