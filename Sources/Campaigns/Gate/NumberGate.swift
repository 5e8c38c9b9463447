import GRDB

/// The gate for a number that is nobody's contact: what lists and limits say of it alone.
struct NumberGate {
    let rules: CallRules

    /// - Parameter campaign: as whose call it is judged; a dunning call of none where nil.
    func facts(
        _ db: Database, number: E164, campaign: CampaignDefinition? = nil, purpose: CallPurpose = .dunning, now: UTCTime
    ) throws -> CallFacts {
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM attempt WHERE number = :number AND finishedAt IS NULL) AS isInUse,
                    \(CallGate.history("number", ":number")) AS toNumber,
                    (SELECT max(CASE campaign WHEN '' THEN 2 ELSE 1 END) FROM doNotCall
                        WHERE doNotCall.number = :number AND campaign IN ('', :name)) AS listed,
                    EXISTS (SELECT 1 FROM consent WHERE consent.number = :number AND topic = :topic) AS hasConsent
                """
        )
        let row = try Row.fetchOne(
            statement,
            arguments: [
                "number": number.text, "since": rules.memory(at: now).milliseconds, "name": campaign?.name ?? "",
                "topic": campaign?.consentTopic ?? "",
            ])
        let history = CallHistory(packed: row?["toNumber"])
        let listed = row?["listed"] as Int?
        return CallFacts(
            purpose: campaign?.purpose ?? purpose,
            place: rules.zones.place(of: number, site: rules.site),
            campaignHours: (campaign?.window).map { CallFacts.CampaignHours($0) },
            toNumber: history,
            toPerson: history,
            aboutAccount: history,
            doNotCall: listed.map { $0 == 1 ? .byThisCampaign : .byAnybody } ?? .notListed,
            consent: row?["hasConsent"] as Bool? == true ? .given(until: nil) : .notAsked,
            isNumberInUse: row?["isInUse"] ?? false
        )
    }

    /// The verdict on a fax that somebody asked for: most rules don't hold for it, but it passes them all the same.
    func verdict(faxTo number: E164, _ db: Database, now: UTCTime) throws -> Verdict {
        rules.engine.verdict(try facts(db, number: number, purpose: .fax, now: now), at: now)
    }
}
