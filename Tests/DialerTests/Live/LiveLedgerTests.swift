import Campaigns
import Foundation
import Testing

@testable import Dialer

@Suite final class LiveLedgerTests {
    private static let start = Date(timeIntervalSince1970: 1_000_000)

    private var ledger = LiveLedger(startedAt: start)

    @discardableResult private func apply(_ update: LiveUpdate) -> Bool { ledger.apply(update) }

    private func state() -> LiveState { ledger.state(at: Self.start) }

    @Test func aCallAppearsChangesAndEnds() {
        #expect(apply(.call(.sample("a", state: .dialling))))
        #expect(state().callTotals == LiveCallTotals(dialling: 1, ringing: 0, up: 0))
        #expect(apply(.call(.sample("a", state: .up))))
        #expect(state().calls.map(\.state) == [.up])
        #expect(apply(.callEnded(id: "a")))
        #expect(state().calls.isEmpty)
        #expect(state().callTotals == LiveCallTotals())
    }

    @Test func agentsComeInTheOrderOfTheirNumbersAndGo() {
        func agent(_ id: String, _ activity: AgentView.Activity = .idle) -> LiveAgent {
            LiveAgent(id: id, name: "A", presence: .ready, activity: activity, since: Self.start)
        }
        for id in ["1000", "999", "8001"] { #expect(apply(.agent(agent(id)))) }
        #expect(!apply(.agent(agent("999"))))
        #expect(apply(.agent(agent("999", .talking))))
        #expect(state().agents.map(\.id) == ["999", "1000", "8001"])
        #expect(state().agents[0].activity == .talking)
        #expect(apply(.agentGone(id: "1000")))
        #expect(!apply(.agentGone(id: "1000")))
        #expect(apply(.queue(LiveQueue(id: "b", title: "B", waiting: 2, since: Self.start, free: 0))))
        #expect(apply(.queue(LiveQueue(id: "a", title: "A", waiting: 0, free: 3))))
        #expect(state().agents.count == 2 && state().queues.map(\.waiting) == [0, 2])
    }

    @Test func theRevisionGrowsWithChangesOnly() {
        #expect(apply(.call(.sample("a"))))
        #expect(!apply(.call(.sample("a"))))
        #expect(!apply(.callEnded(id: "unknown")))
        #expect(!apply(.lateFrames(0)))
        #expect(!apply(.alarmCleared(id: "unknown")))
        #expect(!apply(.campaignRemoved(id: "unknown")))
        #expect(state().revision == 1)
    }

    @Test func theLongestCallsComeFirstAndTotalsCountTheRest() {
        var limits = LiveLedger.Limits()
        limits.callsShown = 2
        ledger = LiveLedger(startedAt: Self.start, limits: limits)
        for second in 0..<5 { apply(.call(.sample("\(second)", since: TimeInterval(9 - second)))) }
        #expect(state().calls.map(\.id) == ["4", "3"])
        #expect(state().callTotals.up == 5)
    }

    @Test func campaignsKeepTheirPlaces() {
        var second = LiveCampaign(id: "a", title: "A", state: .running)
        apply(.campaign(LiveCampaign(id: "z", title: "Z", state: .running)))
        apply(.campaign(second))
        second.finished = 3
        apply(.campaign(second))
        #expect(state().campaigns.map(\.id) == ["z", "a"])
        #expect(state().campaigns.last?.finished == 3)
        #expect(apply(.campaignRemoved(id: "z")))
        #expect(state().campaigns.map(\.id) == ["a"])
    }

    @Test func faxesInWorkComeBeforeThoseDone() {
        apply(.fax(.sample("done", state: .delivered, since: 9)))
        apply(.fax(.sample("old", state: .sending, since: 1)))
        apply(.fax(.sample("new", state: .queued, since: 5)))
        #expect(state().faxes.map(\.id) == ["new", "old", "done"])
        #expect(state().faxTotals == LiveFaxTotals(inWork: 2, delivered: 1, failed: 0))
    }

    @Test func oldFaxesAreForgottenButStillCounted() {
        var limits = LiveLedger.Limits()
        limits.faxesDone = 3
        ledger = LiveLedger(startedAt: Self.start, limits: limits)
        for number in 0..<10 {
            let id = "\(number)"
            apply(.fax(.sample(id, state: .sending, since: TimeInterval(number))))
            apply(.fax(.sample(id, state: .delivered, since: TimeInterval(number))))
        }
        #expect(state().faxes.map(\.id) == ["9", "8", "7"])
        #expect(state().faxTotals == LiveFaxTotals(inWork: 0, delivered: 10, failed: 0))
    }

    @Test func aFaxSentAgainAfterFailingCountsOnce() {
        apply(.fax(.sample("a", state: .failed)))
        #expect(state().faxTotals == LiveFaxTotals(inWork: 0, delivered: 0, failed: 1))
        apply(.fax(.sample("a", state: .queued)))
        apply(.fax(.sample("a", state: .delivered)))
        #expect(state().faxTotals == LiveFaxTotals(inWork: 0, delivered: 1, failed: 0))
    }

    @Test func criticalAlarmsComeFirst() {
        for (id, severity) in [("w", LiveAlarm.Severity.warning), ("c", .critical)] {
            apply(.alarm(LiveAlarm(id: id, severity: severity, sentence: "Look.", since: Self.start)))
        }
        #expect(state().alarms.map(\.id) == ["c", "w"])
        #expect(apply(.alarmCleared(id: "c")))
        #expect(state().alarms.map(\.id) == ["w"])
    }

    @Test func trunksAndLateFramesShowTheLastReport() {
        apply(.trunk(LiveTrunk(id: "carrier", channelsUsed: 3, channelLimit: 90, isUp: true)))
        apply(.trunk(LiveTrunk(id: "carrier", channelsUsed: 0, channelLimit: 90, isUp: false)))
        apply(.lateFrames(7))
        #expect(state().trunks == [LiveTrunk(id: "carrier", channelsUsed: 0, channelLimit: 90, isUp: false)])
        #expect(state().lateFrames == 7)
        #expect(state().startedAt == Self.start)
    }
}
