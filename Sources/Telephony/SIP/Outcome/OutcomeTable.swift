/// From a final SIP status and a Q.850 cause to our outcome and one normalised cause.
///
/// Complete: every status from 300 to 699 and every cause from 1 to 127 has a row.
/// Standard: RFC 3398 §8.2.6.1 (status to cause), RFC 4497 §8.4.4 for what that leaves open, Q.850 table 1.
package enum OutcomeTable {
    package struct Row: Sendable, Equatable {
        package let outcome: DialOutcome
        /// Q.850, 1–127.
        package let cause: Int
    }

    /// The network's own cause decides where it says something; the status stands in where it does not.
    package static func row(status: Int, cause: Int?) -> Row {
        guard let cause, (1...127).contains(cause), !isVague(cause) else { return row(status: status) }
        return Row(outcome: outcome(cause: cause), cause: cause)
    }

    /// Causes that gateways send when they know nothing: normal clearing, normal unspecified, interworking.
    private static func isVague(_ cause: Int) -> Bool { cause == 16 || cause == 31 || cause == 127 }

    package static func row(status: Int) -> Row {
        switch status {
        // Not followed: a redirect could point anywhere (toll fraud). 301 says that the number has changed.
        case 301: Row(outcome: .wrongNumber, cause: 22)
        case 300..<400: Row(outcome: .failed, cause: 127)
        case 401, 402, 407: Row(outcome: .trunkTrouble, cause: 21)
        case 403: Row(outcome: .rejected, cause: 21)
        case 404, 485, 604: Row(outcome: .wrongNumber, cause: 1)
        case 405: Row(outcome: .failed, cause: 63)
        case 406, 415, 501: Row(outcome: .failed, cause: 79)
        case 408: Row(outcome: .unreachable, cause: 102)
        case 410: Row(outcome: .wrongNumber, cause: 22)
        case 413, 414, 416, 420, 421, 423: Row(outcome: .failed, cause: 127)
        case 480: Row(outcome: .unreachable, cause: 18)
        case 481: Row(outcome: .failed, cause: 41)
        case 482, 483: Row(outcome: .trunkTrouble, cause: 25)
        case 484: Row(outcome: .wrongNumber, cause: 28)
        case 486, 600: Row(outcome: .busy, cause: 17)
        // 487 that we did not ask for: the network gave up for us.
        case 487: Row(outcome: .failed, cause: 31)
        case 488, 606: Row(outcome: .failed, cause: 65)
        case 500, 502: Row(outcome: .trunkTrouble, cause: status == 500 ? 41 : 38)
        case 503: Row(outcome: .congestion, cause: 41)
        case 504: Row(outcome: .unreachable, cause: 102)
        case 505, 513: Row(outcome: .failed, cause: 127)
        // 607 Unwanted (RFC 8197), 608 Rejected (RFC 8688).
        case 603, 607, 608: Row(outcome: .rejected, cause: 21)
        // An unknown status counts as the x00 of its class (RFC 3261 §8.1.3.2).
        case 400..<500: Row(outcome: .failed, cause: 41)
        case 501..<600: Row(outcome: .trunkTrouble, cause: 41)
        case 601..<700: Row(outcome: .rejected, cause: 21)
        default: Row(outcome: .failed, cause: 127)
        }
    }

    package static func outcome(cause: Int) -> DialOutcome {
        switch cause {
        case 1, 4, 5, 22, 28: .wrongNumber
        case 17: .busy
        case 19: .noAnswer
        case 21, 24, 54, 55, 87: .rejected
        case 2, 3, 18, 20, 25, 27, 102: .unreachable
        case 34, 42, 44, 46, 47, 49, 58: .congestion
        case 6, 38, 39, 40, 41, 50, 52, 53, 57, 63, 91: .trunkTrouble
        // Undefined causes 32–33, 35–37, 43, 45, 48 belong to the class "resource unavailable" (Q.850 §2.1).
        case 32...48: .congestion
        default: .failed
        }
    }
}
