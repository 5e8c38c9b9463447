import Testing

@testable import Campaigns

private typealias Sample = RuleSamples

@Suite struct RuleTests {
    /// A rule, what the books say, when, and the verdict.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let demand: Rule.Demand
        var purpose = CallPurpose.dunning
        var place = RuleSamples.shanghai
        var regions: [Region] = []
        var holidays: [Holiday] = []
        /// Friday noon in Shanghai.
        var at = "2026-11-20T04:00:00Z"
        let expected: String
        var facts: @Sendable (inout CallFacts) -> Void = { _ in }

        var testDescription: String { name }
    }

    private static let holidays = [
        Holiday(day: CalendarDay(iso: "2026-11-20")!, region: Region("CN"), name: "a feast"),
        Holiday(day: CalendarDay(iso: "2026-11-21")!, region: Region("CN"), name: "its eve", hours: 600..<720),
    ]

    static let hours: [Case] = [
        Case(name: "within the hours", demand: .hours(WeekHours("08:00-22:00")!), expected: "allowed"),
        Case(
            name: "the closing minute is closed", demand: .hours(WeekHours("08:00-12:00")!),
            expected: "2026-11-21T00:00:00Z"),
        Case(
            name: "the weekend is skipped", demand: .hours(WeekHours("monday-friday 08:00-12:00")!),
            expected: "2026-11-23T00:00:00Z"),
        Case(
            name: "a fax that somebody waits for", demand: .hours(WeekHours("08:00-09:00")!), purpose: .fax,
            expected: "allowed"),
        Case(
            name: "a callback keeps to hours", demand: .hours(WeekHours("08:00-09:00")!), purpose: .callback,
            expected: "2026-11-21T00:00:00Z"),
        Case(
            name: "hours that never are", demand: .hours(.never), expected: "never"),
        Case(
            name: "another region's hours", demand: .hours(WeekHours("08:00-09:00")!), regions: [Region("US-FL")!],
            expected: "allowed"),
        Case(
            name: "the country is known, the state isn't", demand: .hours(WeekHours("08:00-09:00")!),
            place: CallPlace(clock: RuleSamples.clock("America/New_York"), regions: [Region("US")!]),
            regions: [Region("US-FL")!], expected: "2026-11-20T13:00:00Z"),
        Case(
            name: "both coasts must be awake", demand: .hours(WeekHours("08:00-21:00")!),
            place: CallPlace(
                clocks: ["America/New_York", "America/Los_Angeles"].map(RuleSamples.clock), regions: [])!,
            at: "2026-11-20T14:00:00Z", expected: "2026-11-20T16:00:00Z"),
        Case(
            name: "the number's own hours", demand: .doNotCall, expected: "2026-11-20T10:00:00Z",
            facts: { $0.ownHours = WeekHours("18:00-20:00") }),
        Case(
            name: "the campaign's hours by its own clock", demand: .doNotCall, place: RuleSamples.miami,
            expected: "2026-11-20T10:00:00Z",
            facts: {
                $0.campaignHours = .init(
                    hours: WeekHours("18:00-20:00")!, clock: RuleSamples.clock("Asia/Shanghai"))
            }),
        Case(
            name: "the campaign's hours by the called party's clock", demand: .doNotCall, place: RuleSamples.miami,
            expected: "2026-11-20T23:00:00Z",
            facts: { $0.campaignHours = .init(hours: WeekHours("18:00-20:00")!, clock: nil) }),
        Case(
            name: "a holiday, then one of shorter hours", demand: .holidays, holidays: holidays,
            expected: "2026-11-21T02:00:00Z"),
        Case(
            name: "after the shorter hours", demand: .holidays, holidays: holidays, at: "2026-11-21T04:00:00Z",
            expected: "2026-11-21T16:00:00Z"),
        Case(
            name: "a holiday of 23 hours", demand: .holidays, place: RuleSamples.miami,
            holidays: [Holiday(day: CalendarDay(iso: "2026-03-08")!, name: "a feast")],
            at: "2026-03-08T05:00:00Z", expected: "2026-03-09T04:00:00Z"),
        Case(
            name: "a holiday of 25 hours", demand: .holidays, place: RuleSamples.miami,
            holidays: [Holiday(day: CalendarDay(iso: "2026-11-01")!, name: "a feast")],
            at: "2026-11-01T04:00:00Z", expected: "2026-11-02T05:00:00Z"),
        Case(
            name: "another country's holiday", demand: .holidays, place: RuleSamples.miami, holidays: holidays,
            expected: "allowed"),
    ]

    private static let threeADay = Limit(most: 3, of: .answeredCall, to: .person, within: .seconds(86_400))
    private static let abandoned = Limit(most: 1, of: .abandonedCall, to: .number, within: .seconds(72 * 3600))
    private static let spokenOf = Limit(
        most: 1, of: .conversation, to: .account, within: .seconds(7 * 86_400), counting: .dunning)
    private static let gap = Limit(most: 1, of: .attempt, to: .number, within: .seconds(600))

    static let limits: [Case] = [
        Case(
            name: "room is left", demand: .limit(threeADay), expected: "allowed",
            facts: {
                $0.toPerson = RuleSamples.calls(
                    ("2026-11-20T01:00:00Z", .answered), ("2026-11-20T02:00:00Z", .attempted),
                    ("2026-11-20T03:00:00Z", .conversation))
            }),
        Case(
            name: "the oldest of three frees", demand: .limit(threeADay), expected: "2026-11-20T05:00:00Z",
            facts: {
                $0.toPerson = RuleSamples.calls(
                    ("2026-11-20T03:00:00Z", .abandoned), ("2026-11-19T05:00:00Z", .answered),
                    ("2026-11-20T02:00:00Z", .conversation), ("2026-11-19T03:59:00Z", .answered))
            }),
        Case(
            name: "where there are too many, all but two must be out", demand: .limit(threeADay),
            expected: "2026-11-20T06:00:00Z",
            facts: {
                $0.toPerson = RuleSamples.calls(
                    ("2026-11-19T05:00:00Z", .answered), ("2026-11-19T06:00:00Z", .answered),
                    ("2026-11-20T02:00:00Z", .answered), ("2026-11-20T03:00:00Z", .answered))
            }),
        Case(
            name: "at the very moment that it frees", demand: .limit(gap), expected: "allowed",
            facts: { $0.toNumber = RuleSamples.calls(("2026-11-20T03:50:00Z", .attempted)) }),
        Case(
            name: "the gap to a number", demand: .limit(gap), expected: "2026-11-20T04:00:01Z",
            facts: { $0.toNumber = RuleSamples.calls(("2026-11-20T03:50:01Z", .attempted)) }),
        Case(
            name: "calls to others don't count", demand: .limit(gap), expected: "allowed",
            facts: { $0.toPerson = RuleSamples.calls(("2026-11-20T03:50:01Z", .attempted)) }),
        Case(
            name: "who asked for a call isn't limited", demand: .limit(gap), purpose: .callback, expected: "allowed",
            facts: { $0.toNumber = RuleSamples.calls(("2026-11-20T03:50:01Z", .attempted)) }),
        Case(
            name: "calls that were asked for don't count", demand: .limit(gap), expected: "allowed",
            facts: { $0.toNumber = RuleSamples.calls(("2026-11-20T03:50:01Z", .attempted), purpose: .callback) }),
        Case(
            name: "72 hours after an abandoned call", demand: .limit(abandoned), expected: "2026-11-22T04:00:00Z",
            facts: {
                $0.toNumber = RuleSamples.calls(
                    ("2026-11-19T04:00:00Z", .abandoned), ("2026-11-20T03:00:00Z", .answered))
            }),
        Case(
            name: "7 days after the debt was spoken of", demand: .limit(spokenOf), expected: "2026-11-22T04:00:00Z",
            facts: {
                $0.aboutAccount = RuleSamples.calls(
                    ("2026-11-15T04:00:00Z", .conversation), ("2026-11-20T03:00:00Z", .answered))
            }),
        Case(
            name: "services were spoken of, not the debt", demand: .limit(spokenOf), expected: "allowed",
            facts: {
                $0.aboutAccount = RuleSamples.calls(("2026-11-15T04:00:00Z", .conversation), purpose: .service)
            }),
    ]

    static let states: [Case] = [
        Case(name: "nobody objects", demand: .doNotCall, expected: "allowed"),
        Case(
            name: "do not call", demand: .doNotCall, expected: "never", facts: { $0.doNotCall = .byAnybody }),
        Case(
            name: "not by this campaign", demand: .doNotCall, expected: "never",
            facts: { $0.doNotCall = .byThisCampaign }),
        Case(
            name: "do not call, but a callback was asked for", demand: .doNotCall, purpose: .callback,
            expected: "allowed", facts: { $0.doNotCall = .byAnybody }),
        Case(
            name: "do not call, but a fax was asked for", demand: .doNotCall, purpose: .fax, expected: "allowed",
            facts: { $0.doNotCall = .byAnybody }),
        Case(name: "no consent to services", demand: .consent, purpose: .service, expected: "never"),
        Case(name: "no consent is asked for dunning", demand: .consent, expected: "allowed"),
        Case(
            name: "consent", demand: .consent, purpose: .service, expected: "allowed",
            facts: { $0.consent = .given(until: nil) }),
        Case(
            name: "consent that has run out", demand: .consent, purpose: .service, expected: "never",
            facts: { $0.consent = .given(until: RuleSamples.time("2026-11-20T04:00:00Z")) }),
        Case(
            name: "consent that runs out before the hours begin", demand: .consent, purpose: .service,
            expected: "never",
            facts: {
                $0.consent = .given(until: RuleSamples.time("2026-11-20T05:00:00Z"))
                $0.ownHours = WeekHours("18:00-20:00")
            }),
        Case(
            name: "consent withdrawn", demand: .consent, purpose: .service, expected: "never",
            facts: { $0.consent = .withdrawn }),
        Case(
            name: "no services while in dunning", demand: .noDunning(askAgain: .seconds(86_400)), purpose: .service,
            expected: "2026-11-21T04:00:00Z", facts: { $0.isInDunning = true }),
        Case(
            name: "dunning while in dunning", demand: .noDunning(askAgain: .seconds(86_400)), expected: "allowed",
            facts: { $0.isInDunning = true }),
        Case(name: "paid", demand: .doNotCall, expected: "never", facts: { $0.account = .paid }),
        Case(
            name: "paid, but a callback was asked for", demand: .doNotCall, purpose: .callback, expected: "allowed",
            facts: { $0.account = .paid }),
        Case(
            name: "promised", demand: .doNotCall, expected: "2026-11-25T04:00:00Z",
            facts: { $0.account = .promised(until: RuleSamples.time("2026-11-25T04:00:00Z")) }),
        Case(
            name: "a promise that is over", demand: .doNotCall, expected: "allowed",
            facts: { $0.account = .promised(until: RuleSamples.time("2026-11-19T04:00:00Z")) }),
        Case(
            name: "said to be paid", demand: .doNotCall, expected: "2026-11-25T04:00:00Z",
            facts: { $0.account = .claimedPaid(until: RuleSamples.time("2026-11-25T04:00:00Z")) }),
        Case(
            name: "the number rings now", demand: .doNotCall, purpose: .fax, expected: "2026-11-20T04:00:15Z",
            facts: { $0.isNumberInUse = true }),
    ]

    @Test(arguments: hours + limits + states)
    func `each rule forbids and allows what it says`(_ sample: Case) {
        let engine = Sample.engine(Sample.rule(sample.demand, in: sample.regions), holidays: sample.holidays)
        var facts = CallFacts(purpose: sample.purpose, place: sample.place)
        sample.facts(&facts)
        let verdict = engine.verdict(facts, at: Sample.time(sample.at))
        #expect(verdict.word == sample.expected)
        #expect(verdict.isAllowed == verdict.reasons.isEmpty)
    }

    @Test func `a limit that frees at night waits for the working day after the holiday`() {
        let engine = Sample.engine(
            Rule(name: "hours", demand: .hours(WeekHours("monday-friday 08:00-22:00")!)),
            Rule(name: "holidays", demand: .holidays), Rule(name: "limit", demand: .limit(Self.gap)),
            // Monday.
            holidays: [Holiday(day: CalendarDay(iso: "2026-11-23")!, name: "a feast")]
        )
        // The limit frees at 22:05 on Friday.
        let facts = CallFacts(
            purpose: .dunning, place: Sample.shanghai, toNumber: Sample.calls(("2026-11-20T13:55:00Z", .attempted)))
        let verdict = engine.verdict(facts, at: Sample.time("2026-11-20T13:58:00Z"))
        #expect(verdict.word == "2026-11-24T00:00:00Z")
        #expect(verdict.reasons.map(\.rule.name) == ["limit", "hours", "holidays"])
    }

    @Test(arguments: [["America/New_York", "America/Los_Angeles"], ["America/Los_Angeles", "America/New_York"]])
    func `a reason says when its own rule allows the call, in all zones together`(zones: [String]) throws {
        let place = try #require(CallPlace(clocks: zones.map(Sample.clock), regions: []))
        let engine = Sample.engine(Sample.rule(.hours(WeekHours("08:00-12:00")!)))
        let verdict = engine.verdict(
            CallFacts(purpose: .dunning, place: place), at: Sample.time("2026-11-20T17:30:00Z"))
        // It is still morning in the west, then morning in the east alone.
        #expect(verdict.reasons.map(\.until) == [Sample.time("2026-11-21T16:00:00Z")])
    }

    @Test func `hours that never meet are told as never`() {
        let engine = Sample.engine(Rule(name: "hours", demand: .hours(WeekHours("08:00-12:00")!)))
        var facts = CallFacts(purpose: .dunning, place: Sample.shanghai)
        facts.ownHours = WeekHours("12:00-20:00")
        let verdict = engine.verdict(facts, at: Sample.time("2026-11-20T04:00:00Z"))
        #expect(verdict.word == "never")
        #expect(Set(verdict.reasons.map(\.rule.name)) == ["hours", "own-hours"])
    }

    /// The hour that is skipped or comes twice, in both directions.
    @Test(arguments: [
        // 02:00-03:00 is skipped on 2026-03-08: hours within it wait for the next day.
        ("America/New_York", "02:15-02:45", "2026-03-08T06:00:00Z", "2026-03-09T06:15:00Z"),
        ("America/New_York", "02:30-04:00", "2026-03-08T06:30:00Z", "2026-03-08T07:00:00Z"),
        // 01:00-02:00 comes twice on 2026-11-01: so do hours within it.
        ("America/New_York", "01:15-01:45", "2026-11-01T05:00:00Z", "2026-11-01T05:15:00Z"),
        ("America/New_York", "01:15-01:45", "2026-11-01T05:45:00Z", "2026-11-01T06:15:00Z"),
        ("America/New_York", "01:15-01:45", "2026-11-01T06:45:00Z", "2026-11-02T06:15:00Z"),
        ("Europe/London", "01:30-02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
        ("Europe/London", "01:30-01:40", "2026-10-25T00:40:00Z", "2026-10-25T01:30:00Z"),
        // Half an hour: 02:00-02:30 is skipped on 2026-10-04, 01:30-02:00 comes twice on 2026-04-05.
        ("Australia/Lord_Howe", "02:10-02:40", "2026-10-03T15:00:00Z", "2026-10-03T15:30:00Z"),
        ("Australia/Lord_Howe", "01:40-01:50", "2026-04-04T14:50:00Z", "2026-04-04T15:10:00Z"),
        ("Asia/Shanghai", "01:40-01:50", "2026-04-04T17:50:00Z", "2026-04-05T17:40:00Z"),
    ])
    func `what counts is what the clock on the wall shows`(zone: String, hours: String, at: String, until: String) {
        let place = CallPlace(clock: Sample.clock(zone))
        let engine = Sample.engine(Sample.rule(.hours(WeekHours(hours)!)))
        let facts = CallFacts(purpose: .dunning, place: place)
        #expect(engine.verdict(facts, at: Sample.time(at)).word == until)
    }

    @Test func `the ringing time is the longest that a rule asks for`() {
        let set = RuleSet(
            name: "a", title: "A",
            rules: [
                Rule(name: "a", demand: .ringing(.seconds(15))),
                Rule(name: "b", demand: .ringing(.seconds(20)), regions: [Sample.region("GB")]),
            ])
        #expect(set.leastRinging(for: .dunning) == .seconds(20))
        #expect(set.leastRinging(for: .dunning, at: Sample.shanghai) == .seconds(15))
        #expect(set.leastRinging(for: .fax) == .zero)
    }
}
