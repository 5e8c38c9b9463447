import Foundation
import GRDB

/// The same gate for a fax that somebody asked for: most rules don't hold for it, but it passes them all the same.
struct FaxGate {
    let rules: CallRules

    func verdict(_ db: Database, number: E164, now: UTCTime) throws -> Verdict {
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM attempt WHERE number = :number AND finishedAt IS NULL) AS isInUse,
                    \(CallGate.history("number", ":number")) AS toNumber,
                    (SELECT 2 FROM doNotCall WHERE doNotCall.number = :number AND campaign = '') AS listed
                """
        )
        let since = rules.memory(at: now).milliseconds
        let row = try Row.fetchOne(statement, arguments: ["number": number.text, "since": since])
        let history = CallHistory(packed: row?["toNumber"])
        let facts = CallFacts(
            purpose: .fax,
            place: rules.zones.place(of: number, site: rules.site),
            toNumber: history,
            toPerson: history,
            aboutAccount: history,
            doNotCall: row?["listed"] as Int? == nil ? .notListed : .byAnybody,
            isNumberInUse: row?["isInUse"] ?? false
        )
        return rules.engine.verdict(facts, at: now)
    }
}
