/// What a call does after it is answered, as a value: events in, actions out, no I/O and no clock.
///
/// The performer joins it with a leg and the database, and keeps to this:
/// - `.started` comes first; after `.hungUp` or a `hangUp` nothing more is expected.
/// - A playback that was begun ends with exactly one `.playbackEnded`, also when it was stopped or could not be played,
///   unless the far end hangs up: then `.hungUp` says how far it came.
/// - Actions are done in their order. At most one playback, one timer, one question and one wait for an agent are open at
///   a time. While an agent talks nothing is open: the call is theirs.
/// - Late events do no harm: each carries the number of what it answers, and an outdated number is ignored.
package protocol CallFlow: Sendable {
    mutating func handle(_ event: CallFlowEvent) -> [CallFlowAction]

    /// The next key belongs to a password: it may be counted, not kept. To be asked before the key is handed over.
    var takesSecret: Bool { get }

    var hasEnded: Bool { get }
}
