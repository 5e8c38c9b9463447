import Testing

@testable import Telephony

struct OutcomeTableTests {
    @Test func everyStatusAndCauseHasARowThatIsNeverAnswered() {
        for status in 300...699 {
            for cause in [nil] + (1...127).map(Optional.some) {
                let row = OutcomeTable.row(status: status, cause: cause)
                #expect((1...127).contains(row.cause) && row.outcome != .answered && row.outcome != .cancelled)
                if let cause, ![16, 31, 127].contains(cause) { #expect(row.cause == cause) }
            }
        }
    }

    /// Every status that an RFC names, spelled out, so that a change of the table is a change here.
    @Test(arguments: [
        (DialOutcome.busy, [486, 600]), (.rejected, [403, 603, 607, 608]),
        (.wrongNumber, [301, 404, 410, 484, 485, 604]), (.unreachable, [408, 480, 504]), (.congestion, [503]),
        (.trunkTrouble, [401, 402, 407, 482, 483, 500, 502]),
        (
            .failed,
            [300, 302, 305, 380, 400, 405, 406, 413, 414, 415, 416, 420, 421, 423, 481, 487, 488, 501, 505, 513, 606]
        ),
    ])
    func statusesHaveTheirOutcome(outcome: DialOutcome, statuses: [Int]) {
        for status in statuses { #expect(OutcomeTable.row(status: status).outcome == outcome, "\(status)") }
    }

    @Test(arguments: [
        (DialOutcome.wrongNumber, [1, 4, 5, 22, 28]), (.busy, [17]), (.noAnswer, [19]),
        (.rejected, [21, 24, 54, 55, 87]),
        (.unreachable, [2, 3, 18, 20, 25, 27, 102]), (.congestion, [34, 42, 44, 46, 47, 49, 58]),
        (.trunkTrouble, [6, 38, 41, 50, 52, 57, 63, 91]), (.failed, [16, 31, 65, 79, 88, 95, 111, 127]),
    ])
    func causesHaveTheirOutcome(outcome: DialOutcome, causes: [Int]) {
        for cause in causes { #expect(OutcomeTable.outcome(cause: cause) == outcome, "\(cause)") }
    }

    @Test func theNetworksCauseOutranksTheStatusUnlessItIsVague() {
        #expect(OutcomeTable.row(status: 503, cause: 17).outcome == .busy)
        #expect(OutcomeTable.row(status: 404, cause: 16) == .init(outcome: .wrongNumber, cause: 1))
    }
}
