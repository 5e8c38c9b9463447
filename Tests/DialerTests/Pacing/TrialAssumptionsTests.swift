import Campaigns
import Testing

@testable import Dialer

@Suite struct TrialAssumptionsTests {
    private func calls(_ answered: Int, of all: Int, hour: Int = 10) -> CallExperience {
        var calls = CallExperience()
        calls.add(answered, .answered, hour: hour)
        calls.add(all - answered, .noAnswer, hour: hour)
        return calls
    }

    private func assumptions(
        _ campaign: CallExperience, _ all: CallExperience, talks: Int = 0, allTalks: Int = 0
    ) -> TrialAssumptions {
        func experience(_ count: Int) -> TalkExperience {
            TalkExperience(talks: .init(repeating: 90, count: count), wrapUps: .init(repeating: 12, count: count))
        }
        return TrialAssumptions(
            campaign: campaign, all: all, campaignTalks: experience(talks), allTalks: experience(allTalks))
    }

    @Test func `the campaign's own days go first, then all campaigns, then usual values`() {
        let own = assumptions(calls(400, of: 1_000), calls(100, of: 5_000), talks: 30, allTalks: 500)
        #expect(own.answered.origin == .campaign(count: 1_000) && own.talk.origin == .campaign(count: 30))
        #expect(abs(own.answered.value[10] - 0.4) < 1e-9 && abs(own.answered.value[3] - 0.4) < 1e-9)
        #expect(own.results.value.noAnswer == 1 && own.talk.value.mean == 90 && own.wrapUp.value == 12)
        let others = assumptions(calls(40, of: 99), calls(100, of: 1_000), talks: 19, allTalks: 20)
        #expect(others.answered.origin == .allCampaigns(count: 1_000) && others.talk.origin == .allCampaigns(count: 20))
        #expect(assumptions(calls(40, of: 99), calls(40, of: 99)) == TrialAssumptions())
    }

    @Test func `an hour with few calls is taken for the others' mean`() {
        var few = calls(300, of: 1_000)
        few.add(2, .answered, hour: 19)
        var many = calls(300, of: 1_000)
        many.add(900, .answered, hour: 19)
        many.add(100, .busy, hour: 19)
        #expect(assumptions(few, few).answered.value[19] < 0.4)
        #expect(assumptions(many, many).answered.value[19] == TrialAssumptions.answerRates.upperBound)
    }

    @Test func `of calls without an answer each result comes as often as it came`() {
        let results = TrialResults(noAnswer: 0.5, failures: [.busy: 30, .rejected: 10])
        let drawn = (0..<100).map { results.failure(at: Double($0) / 100) }
        #expect(drawn.count { $0 == .busy } == 75 && drawn.count { $0 == .rejected } == 25)
    }
}
