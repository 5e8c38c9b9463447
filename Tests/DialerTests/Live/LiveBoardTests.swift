import Foundation
import Synchronization
import Testing

@testable import Dialer

@Suite(.timeLimit(.minutes(1))) struct LiveBoardTests {
    private let clock = HandClock()
    private let board: LiveBoard

    init() {
        let clock = clock
        board = LiveBoard(
            pause: .milliseconds(250),
            heartbeat: .seconds(5),
            clock: clock,
            now: { Date(timeIntervalSince1970: clock.now.offset / .seconds(1)) }
        )
    }

    @Test func aSubscriberSeesTheStateOfNowAtOnce() async {
        await board.apply(.lateFrames(4))
        var states = await board.snapshots().makeAsyncIterator()
        #expect(await states.next()?.lateFrames == 4)
    }

    @Test func changesInsideAPauseArriveAsOneState() async {
        var states = await board.snapshots().makeAsyncIterator()
        #expect(await states.next()?.revision == 0)
        await board.apply(.lateFrames(1))
        #expect(await states.next()?.lateFrames == 1)
        for count in 2...100 { await board.apply(.lateFrames(count)) }
        await clock.advance(by: .milliseconds(250), whenSleeping: 2)
        #expect(await states.next()?.lateFrames == 100)
        await board.finish()
        #expect(await states.next() == nil)
    }

    @Test func severalUpdatesTogetherAreOneState() async {
        var states = await board.snapshots().makeAsyncIterator()
        #expect(await states.next()?.revision == 0)
        await board.apply([.lateFrames(1), .call(.sample("a")), .lateFrames(2)])
        let state = await states.next()
        #expect(state?.lateFrames == 2)
        #expect(state?.calls.count == 1)
    }

    @Test func aSlowSubscriberGetsTheNewest() async {
        var states = await board.snapshots().makeAsyncIterator()
        for count in 1...3 {
            await board.apply(.lateFrames(count))
            await clock.advance(by: .milliseconds(250), whenSleeping: 2)
            await board.reaches { $0.revision == count }
        }
        #expect(await states.next()?.lateFrames == 3)
    }

    @Test func quietIsBrokenByAHeartbeat() async {
        var states = await board.snapshots().makeAsyncIterator()
        #expect(await states.next()?.at == Date(timeIntervalSince1970: 0))
        await clock.advance(by: .seconds(5), whenSleeping: 1)
        let state = await states.next()
        #expect(state?.revision == 0)
        #expect(state?.at == Date(timeIntervalSince1970: 5))
    }

    @Test func aSubscriberWhoLeavesIsForgotten() async {
        let reader = Task { [board] in
            for await _ in await board.snapshots() {}
        }
        while await board.subscriberCount == 0 { await Task.yield() }
        reader.cancel()
        await reader.value
        while await board.subscriberCount > 0 { await Task.yield() }
    }

    @Test func afterTheEndASubscriberGetsTheLastStateAndNoMore() async {
        await board.apply(.lateFrames(4))
        await board.finish()
        var seen: [Int] = []
        for await state in await board.snapshots() { seen.append(state.lateFrames) }
        #expect(seen == [4])
    }
}

extension LiveBoard {
    fileprivate func reaches(_ condition: (LiveState) -> Bool) async {
        while !condition(state) { await Task.yield() }
    }
}

/// A clock that a test moves on by hand.
final class HandClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private struct Sleeper {
        let deadline: Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleepers: [Sleeper] = []
    }

    private let state = Mutex(State())

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }

    /// Sleeps on when cancelled: what these tests leave sleeping ends with the test.
    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if deadline <= state.now {
                    continuation.resume()
                } else {
                    state.sleepers.append(Sleeper(deadline: deadline, continuation: continuation))
                }
            }
        }
    }

    /// Waits until so many sleep, then moves on and wakes whose time has come.
    func advance(by duration: Duration, whenSleeping count: Int) async {
        while state.withLock({ $0.sleepers.count }) < count { await Task.yield() }
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.deadline <= state.now }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    deinit {
        for sleeper in state.withLock({ $0.sleepers }) { sleeper.continuation.resume() }
    }
}
