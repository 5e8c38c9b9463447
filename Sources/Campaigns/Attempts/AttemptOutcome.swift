/// What became of one dialling.
///
/// The raw value is what the database and reports say.
package enum AttemptOutcome: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Somebody or something took the call.
    ///
    /// Who, and what was heard, stands apart (`AnsweredBy`, `Announcement`).
    case answered
    /// The line is engaged.
    case busy
    /// It rang for as long as we let it and nobody came, or the far end said so.
    case noAnswer
    /// The person refused the call.
    case rejected
    /// The number isn't in use, or isn't theirs any more.
    case wrongNumber
    /// The telephone is switched off, out of coverage or out of service.
    case unreachable
    /// The network had no free path.
    ///
    /// Not the person's doing.
    case congestion
    /// Our trunk refused, was silent or is down.
    ///
    /// Nobody's telephone rang.
    case trunkTrouble
    /// We gave up before an answer, such as at a shutdown.
    case cancelled
    /// Something else; the raw cause beside it says what.
    case failed
    /// The process died during the attempt: it may have rung, and may have been answered.
    case interrupted

    /// Whether the attempt uses up one of the person's tries.
    ///
    /// Our own or the network's trouble doesn't.
    package var countsAgainstBudget: Bool {
        switch self {
        case .answered, .busy, .noAnswer, .rejected, .wrongNumber, .unreachable, .failed, .interrupted: true
        case .congestion, .trunkTrouble, .cancelled: false
        }
    }
}

/// Who took the call, as far as there is proof.
package enum AnsweredBy: String, Codable, Sendable {
    /// No proof: a machine can listen to the end as well.
    case unknown
    /// A key was pressed.
    case person
    /// Told by answer classification.
    case machine
    /// A fax terminal.
    case fax
}

package enum CallSide: String, Codable, Sendable {
    case us
    case them
}
