/// What a subscriber does once a call is up, step by step; after the last step it listens until the far end hangs up.
package struct SubscriberScript: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        /// Does nothing for a while.
        case wait(Duration)
        /// Waits until a voice was heard and then `silence` of nothing, but no longer than `atMost`.
        case waitForPause(silence: Duration, atMost: Duration)
        /// Plays a sound to its end.
        case speak(Sound)
        /// Presses keys (0–9 * # A–D), sent as telephone events (RFC 4733).
        case press(String)
        case hangUp
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) {
        self.steps = steps
    }
}
