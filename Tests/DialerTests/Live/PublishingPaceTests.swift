import Testing

@testable import Dialer

@Suite struct PublishingPaceTests {
    @Test func aChangeAfterQuietIsShownAtOnce() {
        var pace = PublishingPace()
        #expect(pace.changed() == .publishAndPause)
    }

    @Test func changesInAPauseAreShownTogetherAtItsEnd() {
        var pace = PublishingPace()
        _ = pace.changed()
        #expect(pace.changed() == .nothing)
        #expect(pace.changed() == .nothing)
        #expect(pace.pauseEnded() == .publishAndPause)
        #expect(pace.pauseEnded() == .nothing)
    }

    @Test func aQuietPauseLeadsBackToShowingAtOnce() {
        var pace = PublishingPace()
        _ = pace.changed()
        #expect(pace.pauseEnded() == .nothing)
        #expect(pace.changed() == .publishAndPause)
    }
}
