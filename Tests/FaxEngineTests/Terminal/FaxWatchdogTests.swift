import Testing

@testable import FaxEngine

@Suite("The fax watchdog")
struct FaxWatchdogTests {
    private func limits() -> FaxWatchdog.Limits {
        var limits = FaxWatchdog.Limits()
        limits.silence = 10
        limits.page = 30
        limits.call = 100
        limits.answering = 20
        return limits
    }

    private func framesUntilVerdict(_ dog: inout FaxWatchdog, observing event: FaxWatchdog.Event?) -> (
        Int, FaxWatchdog.Verdict
    ) {
        for frame in 1...1_000 {
            let verdict = dog.elapse()
            if verdict != .carryOn { return (frame, verdict) }
            if let event { dog.observe(event) }
        }
        return (1_000, .carryOn)
    }

    @Test("ends a call in which nothing valid comes")
    func silence() {
        var dog = FaxWatchdog(role: .calling, limits: limits())
        let (frame, verdict) = framesUntilVerdict(&dog, observing: nil)
        #expect(frame == 11)
        #expect(verdict == .giveUp(.silence))
    }

    @Test("ends a page that never ends, though its image grows")
    func endlessPage() {
        var dog = FaxWatchdog(role: .answering, limits: limits())
        let (frame, verdict) = framesUntilVerdict(&dog, observing: .image)
        #expect((30...33).contains(frame))
        #expect(verdict == .giveUp(.pageTooLong))
    }

    @Test("ends a call that goes on for ever with valid frames")
    func endlessCall() {
        var dog = FaxWatchdog(role: .calling, limits: limits())
        let (frame, verdict) = framesUntilVerdict(&dog, observing: .frame)
        #expect(frame == 101)
        #expect(verdict == .giveUp(.callTooLong))
    }

    @Test("waits while we send an image that nothing can be heard of, and no longer")
    func sendsImage() {
        var dog = FaxWatchdog(role: .calling, limits: limits())
        dog.observe(.sendsImage(frames: 40))
        dog.observe(.frame)
        let (frame, verdict) = framesUntilVerdict(&dog, observing: nil)
        #expect(frame == 51)
        #expect(verdict == .giveUp(.silence))
    }

    @Test("gives each page its own time")
    func pageByPage() {
        var dog = FaxWatchdog(role: .calling, limits: limits())
        for frame in 1...90 {
            #expect(dog.elapse() == .carryOn)
            dog.observe(frame % 20 == 0 ? .pageEnded : .image)
        }
    }

    @Test("starts an answering engine anew only while nothing was heard and it is early")
    func restarts() {
        var dog = FaxWatchdog(role: .answering, limits: limits())
        #expect(dog.engineStopped() == .restart)
        for _ in 1...5 { _ = dog.elapse() }
        #expect(dog.engineStopped() == .restart)
        dog.observe(.frame)
        #expect(dog.engineStopped() == .carryOn)

        var late = FaxWatchdog(role: .answering, limits: limits())
        for _ in 1...20 { _ = late.elapse() }
        #expect(late.engineStopped() == .carryOn)
        #expect(FaxWatchdog(role: .calling, limits: limits()).engineStopped() == .carryOn)
    }
}
