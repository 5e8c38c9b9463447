import Testing

@testable import PhoneNetwork

@Suite struct ScriptRunnerTests {
    @Test func stepsFollowOneAnother() {
        var runner = ScriptRunner(
            SubscriberScript([.wait(.seconds(1)), .speak(.speech(.seconds(2))), .press("12#"), .hangUp])
        )
        #expect(runner.handle(.began) == [.wake(after: .seconds(1), token: 1)])
        #expect(runner.handle(.played) == [])
        #expect(runner.handle(.woke(token: 1)) == [.play(.speech(.seconds(2)))])
        #expect(runner.handle(.played) == [.press("12#")])
        #expect(runner.handle(.keysSent) == [.hangUp])
        #expect(runner.handle(.began) == [])
    }

    @Test func aPauseCountsOnlyAfterAVoice() {
        var runner = ScriptRunner(
            SubscriberScript([.waitForPause(silence: .milliseconds(800), atMost: .seconds(20)), .press("1")])
        )
        #expect(runner.handle(.began) == [.wake(after: .seconds(20), token: 1)])
        #expect(runner.handle(.voice) == [])
        // 120 ms of the silence have passed when the meter says so.
        #expect(runner.handle(.silence) == [.wake(after: .milliseconds(680), token: 2)])
        #expect(runner.handle(.woke(token: 2)) == [.press("1")])
    }

    @Test func aVoiceThatGoesOnMakesThePauseStartAnew() {
        var runner = ScriptRunner(
            SubscriberScript([.waitForPause(silence: .milliseconds(800), atMost: .seconds(20)), .press("1")])
        )
        _ = runner.handle(.began)
        _ = runner.handle(.voice)
        _ = runner.handle(.silence)
        _ = runner.handle(.voice)
        #expect(runner.handle(.woke(token: 2)) == [])
        #expect(runner.handle(.silence) == [.wake(after: .milliseconds(680), token: 3)])
        #expect(runner.handle(.woke(token: 3)) == [.press("1")])
    }

    @Test func aPauseThatNeverComesIsWaitedForNoLongerThanSaid() {
        var runner = ScriptRunner(
            SubscriberScript([.waitForPause(silence: .milliseconds(800), atMost: .seconds(20)), .press("1"), .hangUp])
        )
        _ = runner.handle(.began)
        #expect(runner.handle(.woke(token: 1)) == [.press("1")])
        // The same alarm twice moves nothing.
        #expect(runner.handle(.woke(token: 1)) == [])
    }
}
