import Campaigns
import Testing

@testable import Dialer

/// Who is to be told that the call is recorded hears it to its end before an agent is sought.
@Suite struct NoticeTests {
    /// An announcement in which the person has just pressed 0 for a clerk.
    private func watch(notice: Bool = true) throws -> FlowWatch {
        var wish = AgentWish(group: "clerks")
        wish.tellsOfRecording = notice
        let facts = ArrearsFacts(
            account: PrivateNumber("88001234"),
            debt: .postpaid(period: .test(2026, 10), unpaidFen: 12_850, due: .test(2026, 11, 15)),
            language: .english, today: .test(2026, 12, 29), questionsNumber: "170", clerks: wish)
        var watch = FlowWatch(AnnouncementFlow(facts: facts, keys: Set(AnnouncementKey.allCases)))
        _ = try watch.handle(.started)
        _ = try watch.handle(.key(.digit(0)))
        return watch
    }

    @Test func `the notice comes first, keys change nothing, and then she waits, as one who knows`() throws {
        var watch = try watch()
        #expect(watch.playback?.pieces.map(\.prompt) == ["clerk.recorded"])
        #expect(watch.wait == nil)
        #expect(try watch.handle(.key(.digit(0))).isEmpty)
        _ = try watch.letPromptEnd()
        #expect(watch.wait?.wish.tellsOfRecording == true)
        #expect(watch.playback?.pieces.map(\.prompt) == ["frame.please-wait"])
    }

    @Test func `a notice that did not come to its end leaves it to the agent`() throws {
        let watch = try watch()
        let notice = try #require(watch.playback?.number)
        var flow = watch.flow
        let nothing = Heard(milliseconds: 0, pieces: 0, isComplete: false)
        let wishes = flow.handle(.playbackEnded(number: notice, nothing)).compactMap { action in
            if case .seekAgent(_, let wish) = action { wish } else { nil }
        }
        #expect(wishes.map(\.tellsOfRecording) == [false])
    }

    @Test func `who hangs up in the notice waits for nobody`() throws {
        var watch = try watch()
        let heard = Heard(milliseconds: 100, pieces: 0, isComplete: false)
        #expect(try watch.handle(.hungUp(heard)).contains(.note(.ended(.hungUp))))
        #expect(watch.wait == nil && watch.flow.hasEnded)
    }

    @Test func `where no notice is wanted she waits at once`() throws {
        let watch = try watch(notice: false)
        #expect(watch.wait?.wish.tellsOfRecording == false)
    }
}
