/// At most so many calls within a rolling stretch of time.
///
/// A pause after a call is the limit of one within its length: no call for 72 hours after an abandoned one says the
/// same as at most one abandoned call within 72 hours.
package struct Limit: Hashable, Codable, Sendable {
    /// What is counted.
    package enum Event: String, Codable, CaseIterable, Sendable {
        case attempt
        case answeredCall = "answered-call"
        case conversation
        case abandonedCall = "abandoned-call"

        func includes(_ standing: PastCall.Standing) -> Bool {
            switch self {
            case .attempt: true
            case .answeredCall: standing != .attempted
            case .conversation: standing == .conversation
            case .abandonedCall: standing == .abandoned
            }
        }
    }

    /// Whose calls are counted.
    package enum Subject: String, Codable, CaseIterable, Sendable {
        case number
        /// All numbers of the person.
        case person
        /// The debt, whoever was called about it.
        case account
    }

    package let most: Int
    package let event: Event
    package let subject: Subject
    package let within: Duration
    /// The purposes whose calls count.
    package let counting: CallPurposes

    package init(
        most: Int,
        of event: Event,
        to subject: Subject,
        within: Duration,
        counting: CallPurposes = .unasked
    ) {
        self.most = most
        self.event = event
        self.subject = subject
        self.within = within
        self.counting = counting
    }

    func counts(_ call: PastCall) -> Bool { event.includes(call.standing) && counting.contains(call.purpose) }

    /// When the limit leaves room again, as seen at `time`; nil where it does already.
    ///
    /// - Parameter length: `within` in milliseconds, worked out once.
    func freeing(of history: CallHistory, at time: UTCTime, length: Int64) -> UTCTime? {
        var room = most
        for call in history.calls.reversed() {
            guard call.time.milliseconds + length > time.milliseconds else { return nil }
            guard counts(call) else { continue }
            room -= 1
            if room == 0 { return UTCTime(milliseconds: call.time.milliseconds + length) }
        }
        return nil
    }
}
