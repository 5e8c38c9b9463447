import Campaigns
import Foundation
import Testing

@testable import Dialer

@Suite struct PacingEngineTests {
    /// A team of free agents at the beginning of a day.
    private func engine(idle: Int, cap: Double = 0.03) -> PacingEngine {
        var engine = PacingEngine(.init(cap: cap))
        for agent in 0..<idle { engine.agent(Int64(agent), .idle, at: 0) }
        return engine
    }

    @Test func nobodyIsCalledWithoutAgents() {
        var engine = engine(idle: 0)
        #expect(engine.decide(at: 1, freeLines: 90, left: 28_800).place == 0)
    }

    @Test func eachFreeAgentHasACall() {
        var engine = engine(idle: 10)
        #expect(engine.decide(at: 1, freeLines: 90, left: 28_800).place >= 10)
    }

    @Test func noMoreThanLinesAreFree() {
        var engine = engine(idle: 30)
        #expect(engine.decide(at: 1, freeLines: 7, left: 28_800).place == 7)
    }

    @Test func aBudgetThatIsSpentMeansProgressive() {
        var engine = engine(idle: 10)
        for call in 0..<Int64(20) {
            engine.call(call, .placed(), at: 1)
            engine.call(call, .answered, at: 5)
            engine.call(call, .person, at: 5)
            engine.call(call, .abandoned, at: 7)
        }
        let decision = engine.decide(at: 8, freeLines: 90, left: 60)
        #expect(decision.place == 10)
        #expect(decision.reason.allowed == 0)
        #expect(decision.reason.description.contains("Nothing is risked"))
    }

    @Test func anotherCampaignsCallsTakeAgentsAndTeachNothing() {
        func taught(own: Bool) -> PacingEngine {
            var engine = engine(idle: 5)
            for call in 0..<Int64(60) {
                engine.call(call, .placed(isOwn: own), at: 0)
                engine.call(call, .ringing, at: 1)
                engine.call(call, .person, at: 2)
                engine.call(call, .connected, at: 2)
            }
            for call in 100..<Int64(105) { engine.call(call, .placed(isOwn: own), at: 20) }
            return engine
        }
        var (own, others) = (taught(own: true), taught(own: false))
        let learned = own.decide(at: 21, freeLines: 90, left: 28_800)
        let told = others.decide(at: 21, freeLines: 90, left: 28_800)
        #expect(learned.reason.standing.today.answers == 60 && told.reason.standing.today.answers == 0)
        #expect(others.experience.rate.chance(weight: 1) < 0.31)
        #expect(told.reason.inFlight == 5 && told.place == 0)
    }

    @Test func theDayBeginsWithWhatIsInTheBooks() {
        let month = AbandonmentStanding.Share(answers: 1_000, abandoned: 29)
        var engine = PacingEngine(.init(), standing: AbandonmentStanding(month: month))
        for agent in 0..<Int64(10) { engine.agent(agent, .idle, at: 0) }
        let decision = engine.decide(at: 1, freeLines: 90, left: 60)
        #expect(decision.place == 10 && decision.reason.allowed == 0)
        #expect(decision.reason.description.contains("0 of 0 met nobody today, 29 of 1000 in thirty days"))
        engine.begin(day: AbandonmentStanding(today: .init(answers: 500), month: .init(answers: 1_500)))
        #expect(engine.decide(at: 2, freeLines: 90, left: 60).place > 10)
    }

    @Test func callsThatRingCount() {
        var engine = engine(idle: 5)
        let first = engine.decide(at: 1, freeLines: 90, left: 28_800).place
        for call in 0..<Int64(first) { engine.call(call, .placed(), at: 1) }
        #expect(engine.decide(at: 1, freeLines: 90, left: 28_800).place == 0)
    }

    @Test func whoHardlyEverAnswersCountsForLess() {
        func placed(_ weight: Double) -> Int {
            var engine = engine(idle: 8)
            // Nothing is risked before a good part of the day has gone well.
            for call in 0..<Int64(300) {
                engine.call(call, .placed(), at: 0)
                engine.call(call, .connected, at: 0)
            }
            return engine.decide(at: 1, freeLines: 90, left: 28_800, weights: Array(repeating: weight, count: 90)).place
        }
        #expect(placed(0.3) > placed(1))
        #expect(placed(1) >= placed(3))
    }

    @Test func aWrapUpThatEndsSoonIsCountedOn() {
        func freeThen(_ limit: Double?) -> Double {
            var engine = PacingEngine(.init())
            for agent in 0..<Int64(10) { engine.agent(agent, .wrapUp(limit: limit), at: 0) }
            return engine.decide(at: 1, freeLines: 90, left: 28_800).reason.freeThen
        }
        // But for those whose break begins then.
        #expect(abs(freeThen(5) - 9.5) < 1e-9)
        #expect(freeThen(nil) < 9)
    }

    @Test func callsThatRangLongAreGivenUpWhenNobodyIsLeftForThem() {
        var engine = PacingEngine(.init(leastRinging: 15))
        for agent in 0..<Int64(10) { engine.agent(agent, .idle, at: 0) }
        for call in 0..<Int64(25) {
            engine.call(call, .placed(), at: 0)
            engine.call(call, .ringing, at: 1)
        }
        #expect(engine.decide(at: 15.5, freeLines: 90, left: 28_800).giveUp == [])
        for agent in 0..<Int64(9) { engine.agent(agent, .away, at: 16) }
        let decision = engine.decide(at: 16.5, freeLines: 90, left: 28_800)
        #expect(!decision.giveUp.isEmpty)
        #expect(decision.giveUp.count < 25)
        #expect(decision.place == 0 && decision.reason.inFlight == 25)
        // Their ends teach nothing; who answered in the same moment counts all the same.
        let (over, met) = (decision.giveUp[0], decision.giveUp[1])
        engine.call(over, .failed, at: 16.6)
        engine.call(met, .person, at: 16.6)
        engine.call(met, .abandoned, at: 18.6)
        let next = engine.decide(at: 19, freeLines: 90, left: 28_800)
        #expect(next.reason.inFlight == 25 - decision.giveUp.count && next.reason.standing.today.abandoned == 1)
        #expect(Set(next.giveUp).isDisjoint(with: decision.giveUp))
    }

    @Test func whoHasAnsweredIsNotGivenUpAndCountsWhenSheMeetsNobody() {
        var engine = PacingEngine(.init(leastRinging: 15))
        engine.agent(0, .talking, at: 0)
        for call in 0..<Int64(4) {
            engine.call(call, .placed(), at: 0)
            engine.call(call, .ringing, at: 1)
        }
        // Where answers aren't classified, a person is told without an answer before.
        engine.call(0, .person, at: 17)
        let decision = engine.decide(at: 17.5, freeLines: 90, left: 28_800)
        #expect(!decision.giveUp.isEmpty && !decision.giveUp.contains(0))
        engine.call(0, .abandoned, at: 19)
        let later = engine.decide(at: 19.5, freeLines: 90, left: 28_800)
        #expect("\(later.reason)".contains("1 of 1 met nobody"))
    }
}

@Suite struct PacingPartTests {
    @Test func sumsAreExact() {
        let chances = [0.1, 0.5, 0.93, 0.3, 0.71]
        var sum = BernoulliSum()
        for chance in chances + [1, 0] { sum.add(chance) }
        for most in 0...7 {
            var expected = 0.0
            for outcome in 0..<(1 << chances.count) where outcome.nonzeroBitCount + 1 <= most {
                expected += chances.indices.reduce(1.0) {
                    $0 * (outcome >> $1 & 1 == 1 ? chances[$1] : 1 - chances[$1])
                }
            }
            #expect(abs(sum.chance(ofAtMost: most) - expected) < 1e-12)
        }
    }

    @Test func largeSumsAreNearlyExact() {
        var (exact, large) = (BernoulliSum(), BernoulliSum())
        for index in 0..<155 { exact.add(Double(index % 9 + 1) / 12) }
        for index in 0..<155 { large.add(Double(index % 9 + 1) / 12) }
        // Eight more that hardly ever happen make the sum a large one.
        for _ in 0..<8 { large.add(2e-6) }
        for count in stride(from: 50, through: 80, by: 3) {
            #expect(abs(exact.chance(ofAtMost: count) - large.chance(ofAtMost: count)) < 3e-3)
        }
    }

    @Test func delaysAreLearned() {
        var table = DelayTable.answers()
        for index in 0..<2_000 { table.add(20 + Double(index % 10)) }
        #expect(table.share(within: 19) < 0.05)
        #expect(abs(table.share(within: 25) - 0.5) < 0.06)
        #expect(table.share(within: 30) > 0.95)
        #expect(abs(table.mean - 24.5) < 1)
        #expect(abs(table.quantile(0.5) - 25) < 1)
        #expect(abs(table.share(within: 5, after: 25) - 1) < 0.05)
    }

    @Test func whatLastsLongerThanEverEndsAtAConstantRate() {
        let table = DelayTable.talks()
        let chance = table.share(within: 10, after: 5_000)
        #expect(chance > 0.05 && chance < 0.1)
    }

    @Test func twoDelaysFollowOneAnother() {
        var (first, second) = (DelayTable.endings(), DelayTable.endings())
        for _ in 0..<3_000 { first.add(10.5) }
        for _ in 0..<3_000 { second.add(5.5) }
        #expect(first.followed(by: second, within: 10) < 0.1)
        #expect(first.followed(by: second, within: 24) > 0.85)
    }

    @Test func theBudgetStopsBeforeTheCap() {
        var budget = AbandonmentBudget(cap: 0.03)
        for _ in 0..<1_000 { budget.met(nobody: false) }
        #expect(budget.risk(team: 10, expected: 0, surplus: 0) > 0)
        for _ in 0..<27 { budget.met(nobody: true) }
        #expect(budget.risk(team: 10, expected: 0, surplus: 0) > 0)
        #expect(budget.risk(team: 10, expected: 0, surplus: 5) == 0)
        budget.met(nobody: true)
        #expect(budget.risk(team: 10, expected: 0, surplus: 0) == 0)
        #expect(budget.risk(team: 10, expected: 1_000, surplus: 0) > 0)
    }

    @Test func thirtyDaysCountBesideToday() {
        let today = AbandonmentStanding.Share(answers: 1_000)
        func risk(abandoned: Int) -> Double {
            let month = AbandonmentStanding.Share(answers: 10_000, abandoned: abandoned)
            return AbandonmentBudget(cap: 0.03, standing: .init(today: today, month: month))
                .risk(team: 10, expected: 0, surplus: 0)
        }
        #expect(risk(abandoned: 290) > 0 && risk(abandoned: 294) == 0)
    }
}

@Suite struct PacingConversationTests {
    private let hello =
        #"{"ev":"hello","protocol":1,"agents":2,"lines":9,"duration":3600,"tick":1.0,"max_abandon":0.03,"answer_wait":2.0,"amd":true}"#

    @Test func aTickHasOneAnswer() throws {
        var conversation = PacingConversation()
        #expect(try conversation.hear(hello) == .none)
        #expect(try conversation.hear(#"{"ev":"agent","t":0.5,"id":0,"state":"idle"}"#) == .none)
        guard case .line(let answer) = try conversation.hear(#"{"ev":"tick","t":1.0,"free_lines":9}"#) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.wholeMatch(of: /\{"dial":[1-9]\}/) != nil)
        #expect(try conversation.hear(#"{"ev":"something new"}"#) == .none)
        #expect(try conversation.hear(#"{"ev":"end","t":3600}"#) == .over)
    }

    @Test(arguments: [
        "nonsense", "{}", #"{"ev":"hello","protocol":2,"duration":5}"#,
        #"{"ev":"agent","t":1,"id":1,"state":"asleep"}"#,
        #"{"ev":"call","t":1,"id":1,"state":"lost"}"#, #"{"ev":"agent","id":1,"state":"idle"}"#,
        #"{"ev":"tick","t":1,"free_lines":9}"#, #"{"ev":"tick","t":1}"#,
    ])
    func aLineThatMeansNothingIsRefused(line: String) {
        var conversation = PacingConversation()
        #expect(throws: PacingConversation.Fault.self) { _ = try conversation.hear(line) }
    }
}
