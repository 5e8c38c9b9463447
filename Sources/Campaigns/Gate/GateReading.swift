import Foundation
import GRDB

/// Reads the rows of `CallGate.select` as values, by position: this is done a hundred thousand times a second.
struct GateReading {
    private enum Column {
        static let contact = 0, account = 1, person = 2, name = 3, language = 4, facts = 5, attemptsUsed = 6, stage = 7
        static let zone = 8, region = 9
        static let number = 10, numberZone = 11, opens = 12, closes = 13, retryAt = 14
        static let toNumber = 15, toPerson = 16, aboutAccount = 17
        static let listed = 18, promisedUntil = 19, claimedUntil = 20, isInUse = 21, hasConsent = 22, isInDunning = 23
    }

    let arguments: StatementArguments
    private let rules: CallRules
    private let campaign: CampaignDefinition
    private let hours: CallFacts.CampaignHours

    init(rules: CallRules, campaign: CampaignDefinition, now: UTCTime, since: UTCTime?) {
        self.rules = rules
        self.campaign = campaign
        hours = CallFacts.CampaignHours(campaign.window)
        let counted = since == nil ? rules.counted : Set(Limit.Subject.allCases)
        arguments = [
            "since": (since ?? rules.memory(at: now)).milliseconds, "name": campaign.name,
            "isService": campaign.purpose == .service, "topic": campaign.consentTopic,
            "triesPerNumber": campaign.retry.triesPerNumber ?? Int.max,
            "countsNumber": counted.contains(.number), "countsPerson": counted.contains(.person),
            "countsAccount": counted.contains(.account),
        ]
    }

    func contact(_ row: Row) -> CallGate.Contact {
        CallGate.Contact(
            id: row[Column.contact],
            account: row[Column.account],
            person: row[Column.person],
            name: row[Column.name],
            language: (row[Column.language] as String?).flatMap(CustomerLanguage.init(rawValue:)),
            zone: (row[Column.zone] as String?).flatMap(TimeZone.init(identifier:)),
            facts: row[Column.facts],
            attemptsUsed: row[Column.attemptsUsed],
            stagesHeard: row[Column.stage]
        )
    }

    /// Nil where no number is left to the contact.
    func candidate(_ row: Row) -> CallGate.Candidate? {
        guard let number = (row[Column.number] as String?).flatMap(E164.init(text:)) else { return nil }
        let hints = ZoneTable.Hints(
            numberZone: (row[Column.numberZone] as String?).flatMap { LocalClock($0) },
            contactZone: (row[Column.zone] as String?).flatMap { LocalClock($0) },
            contactRegion: (row[Column.region] as String?).flatMap { Region($0) }
        )
        let ownHours = (row[Column.opens] as Int?).flatMap { opens in (row[Column.closes] as Int?).map { opens..<$0 } }
        return CallGate.Candidate(
            number: number,
            retryAt: UTCTime(milliseconds: row[Column.retryAt]),
            facts: CallFacts(
                purpose: campaign.purpose,
                place: rules.zones.place(of: number, hints, site: rules.site),
                ownHours: ownHours.map { WeekHours($0) },
                campaignHours: hours,
                toNumber: CallHistory(packed: row[Column.toNumber]),
                toPerson: CallHistory(packed: row[Column.toPerson]),
                aboutAccount: CallHistory(packed: row[Column.aboutAccount]),
                doNotCall: Self.listing(row[Column.listed]),
                consent: row[Column.hasConsent] as Bool? == true ? .given(until: nil) : .notAsked,
                isInDunning: row[Column.isInDunning] as Bool? == true,
                account: Self.standing(promised: row[Column.promisedUntil], claimed: row[Column.claimedUntil]),
                isNumberInUse: row[Column.isInUse]
            )
        )
    }

    private static func listing(_ code: Int?) -> CallFacts.DoNotCall {
        switch code {
        case nil: .notListed
        case 1: .byThisCampaign
        default: .byAnybody
        }
    }

    private static func standing(promised: Int64?, claimed: Int64?) -> CallFacts.Account {
        switch (promised, claimed) {
        case (nil, nil): .owes
        case (let promised?, let claimed) where promised >= claimed ?? 0:
            .promised(until: UTCTime(milliseconds: promised))
        default: .claimedPaid(until: UTCTime(milliseconds: claimed ?? 0))
        }
    }
}
