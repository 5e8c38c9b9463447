import Foundation

@testable import Campaigns

/// Rules, facts and moments by chance, gathered where clocks change, so that windows, limits and holidays meet there.
struct RandomRules {
    private var random: SplitMix64
    let rules: [Rule]
    let holidays: [Holiday]
    let now: UTCTime
    private(set) var facts: CallFacts

    /// Moments around which clocks change in one of the zones.
    private static let changes = [
        "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z",
        "2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z", "2026-12-31T16:00:00Z",
    ].map(RuleSamples.time)

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let change = Self.changes.randomElement(using: &random)!
        let now = UTCTime(
            milliseconds: change.milliseconds + Int64.random(in: -172_800...86_400, using: &random) * 1000)
        let clocks = RuleSamples.zones.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random))
        let places: [[Region]] = [[], ["US"], ["US-FL"], ["US-NY"], ["CN"], ["GB", "US-FL"]].map {
            $0.map(RuleSamples.region)
        }
        let place = CallPlace(
            clocks: clocks.map(RuleSamples.clock), regions: places.randomElement(using: &random)!)!
        var facts = CallFacts(purpose: CallPurpose.allCases.randomElement(using: &random)!, place: place)
        if Bool.random(using: &random) { facts.ownHours = Self.hours(&random) }
        if Bool.random(using: &random) {
            let clock = Bool.random(using: &random) ? RuleSamples.clock("Asia/Shanghai") : nil
            facts.campaignHours = .init(hours: Self.hours(&random), clock: clock)
        }
        facts.toNumber = Self.history(now, &random)
        facts.toPerson = Self.history(now, &random)
        facts.aboutAccount = Self.history(now, &random)
        let later = UTCTime(milliseconds: now.milliseconds + Int64.random(in: -10...90, using: &random) * 3_600_000)
        facts.consent = [.given(until: nil), .given(until: nil), .given(until: later), .notAsked].randomElement(
            using: &random)!
        facts.account = [.owes, .owes, .owes, .promised(until: later), .paid].randomElement(using: &random)!
        facts.doNotCall = Int.random(in: 0..<10, using: &random) == 0 ? .byAnybody : .notListed
        facts.isInDunning = Int.random(in: 0..<5, using: &random) == 0
        facts.isNumberInUse = Int.random(in: 0..<5, using: &random) == 0
        rules = (0..<Int.random(in: 1...6, using: &random)).map { Self.rule($0, &random) }
        holidays = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            Holiday(
                day: CalendarDay(now, in: .gmt).adding(days: Int.random(in: 0...3, using: &random)),
                region: [nil, RuleSamples.region("US"), RuleSamples.region("CN")].randomElement(using: &random)!,
                name: "a feast", hours: Bool.random(using: &random) ? 90..<720 : nil)
        }
        (self.random, self.now, self.facts) = (random, now, facts)
    }

    var engine: RuleEngine {
        RuleEngine(rules: RuleSet(name: "r", title: "R", rules: rules), holidays: HolidayCalendar(holidays))
    }

    var naive: NaiveRules { NaiveRules(rules: rules, holidays: holidays) }

    /// A whole second from `start` until before `end`.
    mutating func moment(from start: UTCTime, to end: UTCTime) -> UTCTime {
        let seconds = max(1, (end.milliseconds - start.milliseconds) / 1000)
        return UTCTime(milliseconds: start.milliseconds + Int64.random(in: 0..<seconds, using: &random) * 1000)
    }

    /// Something happens: one more call, of any kind, to any of the three.
    mutating func call() {
        let call = Self.call(now, &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: facts.toNumber.append(call)
        case 1: facts.toPerson.append(call)
        default: facts.aboutAccount.append(call)
        }
    }

    private static func rule(_ index: Int, _ random: inout SplitMix64) -> Rule {
        let demand: Rule.Demand =
            switch Int.random(in: 0..<9, using: &random) {
            case 0...2: .hours(hours(&random))
            case 3: .holidays
            case 4: .doNotCall
            case 5: .consent
            case 6: .noDunning(askAgain: .seconds(86_400))
            default:
                .limit(
                    Limit(
                        most: Int.random(in: 1...4, using: &random),
                        of: Limit.Event.allCases.randomElement(using: &random)!,
                        to: Limit.Subject.allCases.randomElement(using: &random)!,
                        within: .seconds([600, 86_400, 259_200, 604_800].randomElement(using: &random)!),
                        counting: CallPurposes(rawValue: UInt8.random(in: 1..<32, using: &random))))
            }
        let purposes: [CallPurposes?] = [
            nil, nil, .all, CallPurposes(rawValue: UInt8.random(in: 1..<32, using: &random)),
        ]
        let regions: [[Region]] = [[], [], ["US"], ["US-FL"], ["CN", "GB"]].map { $0.map(RuleSamples.region) }
        return Rule(
            name: "rule-\(index)", demand: demand, purposes: purposes.randomElement(using: &random)!,
            regions: regions.randomElement(using: &random)!)
    }

    /// Mostly long, sometimes only a minute of the night in which clocks change.
    private static func hours(_ random: inout SplitMix64) -> WeekHours {
        let days = Set(CallWindow.Weekday.allCases.filter { _ in Int.random(in: 0..<5, using: &random) > 0 })
        let opens = Int.random(in: 0..<(Bool.random(using: &random) ? 240 : 600), using: &random)
        let length = Bool.random(using: &random) ? Int.random(in: 1...90, using: &random) : 720
        return WeekHours(opens..<min(1440, opens + length), on: days)
    }

    private static func history(_ now: UTCTime, _ random: inout SplitMix64) -> CallHistory {
        CallHistory((0..<Int.random(in: 0...8, using: &random)).map { _ in call(now, &random) })
    }

    private static func call(_ now: UTCTime, _ random: inout SplitMix64) -> PastCall {
        let age = Int64.random(in: 0...(Bool.random(using: &random) ? 3600 : 700_000), using: &random) * 1000
        return PastCall(
            time: UTCTime(milliseconds: now.milliseconds - age),
            standing: PastCall.Standing.allCases.randomElement(using: &random)!,
            purpose: CallPurpose.allCases.randomElement(using: &random)!)
    }
}
