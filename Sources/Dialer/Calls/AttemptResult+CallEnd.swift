import Campaigns
import Telephony

extension AttemptResult {
    /// The record of a call that is over, as far as signalling knows it.
    init(_ end: CallEnd) {
        self.init(outcome: AttemptOutcome(end.wasAnswered ? .answered : end.outcome))
        sipStatus = end.status
        sipReason = end.reason.map { "\($0)" } ?? end.phrase
        q850Cause = end.cause
        inviteSentAt = UTCTime(milliseconds: end.times.invite)
        ringingAt = end.times.ringing.map(UTCTime.init(milliseconds:))
        answeredAt = end.times.answered.map(UTCTime.init(milliseconds:))
        endedAt = end.times.ended.map(UTCTime.init(milliseconds:))
        endedBy = end.party == .us ? .us : .them
    }

    /// The INVITE could not leave.
    static func notPlaced(_ reason: String, at time: UTCTime) -> AttemptResult {
        AttemptResult(outcome: .trunkTrouble, detail: reason, endedAt: time, endedBy: .us)
    }
}

extension AttemptOutcome {
    init(_ outcome: DialOutcome) {
        switch outcome {
        case .answered: self = .answered
        case .busy: self = .busy
        case .noAnswer: self = .noAnswer
        case .rejected: self = .rejected
        case .wrongNumber: self = .wrongNumber
        case .unreachable: self = .unreachable
        case .congestion: self = .congestion
        case .trunkTrouble: self = .trunkTrouble
        case .cancelled: self = .cancelled
        case .failed: self = .failed
        }
    }
}
