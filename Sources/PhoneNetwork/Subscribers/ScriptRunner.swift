/// Carries out a `SubscriberScript`: what happens on the line in, what to do next out.
struct ScriptRunner: Sendable, Equatable {
    enum Event: Sendable, Equatable {
        case began
        case voice
        case silence
        case played
        case keysSent
        case woke(token: Int)
    }

    enum Action: Sendable, Equatable {
        case play(Sound)
        case press(String)
        /// Send `woke` with this token after this time; earlier tokens are then worth nothing.
        case wake(after: Duration, token: Int)
        case hangUp
    }

    private enum State: Equatable {
        case ready
        case waiting(token: Int)
        case waitingForPause(PauseWait)
        case speaking
        case pressing
        case listening
    }

    private struct PauseWait: Equatable {
        let silence: Duration
        /// Ends the step whatever is heard.
        let limit: Int
        /// Ends the step when the silence has lasted; nil while there is voice or none was heard yet.
        var pause: Int?
    }

    private var remaining: ArraySlice<SubscriberScript.Step>
    private var state = State.ready
    private var lastToken = 0

    init(_ script: SubscriberScript) {
        remaining = script.steps[...]
    }

    mutating func handle(_ event: Event) -> [Action] {
        switch (state, event) {
        case (.ready, .began):
            return next()
        case (.waiting(let expected), .woke(let token)) where token == expected:
            return next()
        case (.waitingForPause(let wait), .woke(let token)) where token == wait.limit || token == wait.pause:
            return next()
        case (.waitingForPause(var wait), .voice):
            wait.pause = nil
            state = .waitingForPause(wait)
            return []
        case (.waitingForPause(var wait), .silence):
            let token = newToken()
            wait.pause = token
            state = .waitingForPause(wait)
            // The meter has already let its hangover pass before it said so.
            let rest = wait.silence - .milliseconds(20 * VoiceMeter.hangoverFrames)
            return [.wake(after: max(.zero, rest), token: token)]
        case (.speaking, .played), (.pressing, .keysSent):
            return next()
        default:
            return []
        }
    }

    private mutating func next() -> [Action] {
        guard let step = remaining.popFirst() else {
            state = .listening
            return []
        }
        switch step {
        case .wait(let duration):
            let token = newToken()
            state = .waiting(token: token)
            return [.wake(after: duration, token: token)]
        case .waitForPause(let silence, let atMost):
            let token = newToken()
            state = .waitingForPause(PauseWait(silence: silence, limit: token, pause: nil))
            return [.wake(after: atMost, token: token)]
        case .speak(let sound):
            state = .speaking
            return [.play(sound)]
        case .press(let keys):
            state = .pressing
            return [.press(keys)]
        case .hangUp:
            state = .listening
            return [.hangUp]
        }
    }

    private mutating func newToken() -> Int {
        lastToken += 1
        return lastToken
    }
}
