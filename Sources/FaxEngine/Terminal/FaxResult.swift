/// How a fax call ended: a normalised cause for rules and reports, with the raw one beside it.
package struct FaxResult: Sendable, Equatable, Codable {
    package var cause: FaxCause
    /// spandsp's T.30 completion code (`T30_ERR_…`).
    package var code: Int
    /// One plain sentence.
    package var text: String
    /// Pages that the far end confirmed in this call.
    package var pagesConfirmed: Int
    /// Pages that we received and answered for in this call.
    package var pagesReceived: Int

    /// Whether everything there was to do has been done.
    package var isComplete: Bool { cause == .completed }
}

/// The family of a fax call's end.
package enum FaxCause: String, Sendable, CaseIterable, Codable {
    case completed
    /// No fax machine showed itself.
    case noFaxMachine
    /// No modem speed passed the training.
    case trainingFailed
    /// The far end broke the rules of T.30.
    case protocolError
    /// The far end stopped answering in mid-call.
    case farEndSilent
    /// The far end ended the call (DCN, or the telephone call itself) before all was done.
    case farEndHungUp
    /// The carrier was lost inside a page.
    case carrierLost
    /// The two machines have no common way.
    case incompatible
    /// The far end refused our identity, password or sub-address.
    case notAccepted
    /// The last page was answered with a refusal.
    case pageRefused
    /// Our file cannot be read or written.
    case fileTrouble
    /// Our watchdog ended the call.
    case timedOut
    /// We ended the call.
    case cancelled
}
