/// What became of one dialling, in the words of billing staff and retry rules.
package enum DialOutcome: String, Sendable, CaseIterable, Codable {
    case answered
    case busy
    case noAnswer
    case rejected
    /// The number does not exist, has changed or is malformed: do not try it again.
    case wrongNumber
    /// The number exists, its line or phone cannot be reached now.
    case unreachable
    /// The network has no room now.
    case congestion
    /// Our trunk, our account or the carrier's switch is at fault, not the called number.
    case trunkTrouble
    /// We ended the attempt before it was answered.
    case cancelled
    case failed
}
