import Foundation
import Testing

@testable import Campaigns

@Suite struct ExplanationTests {
    private static let now = RuleSamples.time("2026-11-20T14:30:00Z")

    private func explain(_ set: String, _ change: (inout CallFacts) -> Void) throws -> [String] {
        let engine = RuleEngine(rules: try RuleSamples.shipped(set))
        var facts = CallFacts(purpose: .dunning, place: RuleSamples.shanghai)
        change(&facts)
        return engine.verdict(facts, at: Self.now).explanation(by: RuleSamples.clock("Asia/Shanghai"))
    }

    @Test func `a verdict says in sentences why not now, and when`() throws {
        let sentences = try explain("china") {
            $0.toNumber = RuleSamples.calls(("2026-11-20T14:25:00Z", .attempted))
        }
        #expect(
            sentences.first == "The call is not allowed now, but from Saturday 2026-11-21 08:00 in Asia/Shanghai on "
                + "if nothing else happens.")
        #expect(sentences.count == 3)
        #expect(
            sentences[1].hasPrefix(
                "It is Friday 2026-11-20 22:30 in Asia/Shanghai there, and people may be called only 08:00-22:00 "
                    + "(rule “quiet-hours”; source: 《互联网金融贷后催收业务指引》"))
        #expect(
            sentences[2]
                == "1 attempt in the last 10 minutes for this number, and at most 1 may be (rule “gap”; source: "
                + "our default; no figure is known). This rule allows it from Friday 2026-11-20 22:35 in Asia/Shanghai on."
        )
    }

    @Test func `a verdict for ever says so`() throws {
        #expect(
            try explain("none") { $0.account = .paid } == [
                "The call is not allowed, and waiting doesn't change that.", "The account is paid (rule “account”).",
            ])
        #expect(try explain("none") { $0.account = .owes } == ["The call is allowed now."])
    }

    @Test func `every finding has its sentence`() {
        let clock = RuleSamples.clock("UTC")
        let rule = Rule(name: "r", demand: .doNotCall)
        let limit = Limit(most: 2, of: .conversation, to: .account, within: .seconds(7 * 86_400))
        let holiday = Holiday(day: CalendarDay(iso: "2026-12-25")!, name: "Christmas Day", hours: 600..<720)
        let findings: [(RuleReason.Finding, String)] = [
            (
                .closed(at: Self.now, clock: clock, hours: .never),
                "It is Friday 2026-11-20 14:30 in GMT there, and people may be called never"
            ),
            (.holiday(holiday), "2026-12-25 is Christmas Day there, and nobody is called but 10:00-12:00"),
            (
                .limitReached(limit, count: 3),
                "3 conversations in the last 7 days for this account, and at most 2 may be"
            ),
            (.listed(.byAnybody), "The number asked not to be called"),
            (.listed(.byThisCampaign), "The number asked not to be called by this campaign"),
            (.consentMissing(.notAsked), "The person has not consented to such calls"),
            (.consentMissing(.withdrawn), "The person withdrew consent to such calls"),
            (.consentMissing(.given(until: Self.now)), "The person's consent to such calls has run out"),
            (.inDunning, "The person is asked for money now, and dunning and services never mix"),
            (.paid, "The account is paid"),
            (.suspended(.promised(until: Self.now)), "The customer promised to pay"),
            (
                .suspended(.claimedPaid(until: Self.now)),
                "The customer says that it is paid, and the billing data get some days to agree"
            ),
            (.inUse, "Another attempt rings this number now"),
            (.hoursNeverMeet, "These hours and those of the other rules never meet"),
        ]
        for (finding, sentence) in findings {
            #expect(RuleReason(rule: rule, finding: finding, until: nil).sentence == "\(sentence) (rule “r”).")
        }
    }
}

@Suite struct BestHourTests {
    private static let evening = RuleSamples.calls(
        ("2026-11-17T11:10:00Z", .answered), ("2026-11-18T11:40:00Z", .conversation),
        ("2026-11-18T02:00:00Z", .attempted))

    private func moment(_ history: CallHistory, hours: String, from now: String) -> String? {
        let engine = RuleSamples.engine(RuleSamples.rule(.hours(WeekHours(hours)!)))
        let facts = CallFacts(purpose: .dunning, place: RuleSamples.shanghai, toPerson: history)
        return engine.bestMoment(facts, from: RuleSamples.time(now))?.date.ISO8601Format()
    }

    @Test func `who answered in the evening is called in the evening`() {
        #expect(moment(Self.evening, hours: "08:00-22:00", from: "2026-11-20T02:00:00Z") == "2026-11-20T11:00:00Z")
        // Within that hour it is now.
        #expect(moment(Self.evening, hours: "08:00-22:00", from: "2026-11-20T11:20:00Z") == "2026-11-20T11:20:00Z")
    }

    @Test func `the hour is one that the rules allow`() {
        #expect(moment(Self.evening, hours: "08:00-18:30", from: "2026-11-20T02:00:00Z") == "2026-11-20T10:00:00Z")
        #expect(moment(Self.evening, hours: "never", from: "2026-11-20T02:00:00Z") == nil)
    }

    @Test func `after calls that nobody took, hours that weren't tried come first`() {
        let silent = RuleSamples.calls(("2026-11-18T01:00:00Z", .attempted), ("2026-11-19T02:00:00Z", .attempted))
        #expect(moment(silent, hours: "08:00-22:00", from: "2026-11-20T01:00:00Z") == "2026-11-20T04:00:00Z")
    }

    @Test func `without history nothing is proposed`() {
        #expect(moment(.none, hours: "08:00-22:00", from: "2026-11-20T02:00:00Z") == nil)
    }
}
