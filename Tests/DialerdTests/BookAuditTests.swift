import PhoneNetwork
import Testing

@testable import Campaigns
@testable import dialerd

/// What would let a demo that went wrong look balanced.
@Suite("The audit of the books against the exchange's log") struct BookAuditTests {
    private let number = E164(text: "+862161000000")!

    private func attempt(_ id: Int64, _ outcome: AttemptOutcome?, fax: Int64? = nil, detail: String? = nil)
        -> AttemptRecord
    {
        let now = UTCTime(milliseconds: 0)
        return AttemptRecord(
            id: id, token: "t", kind: fax == nil ? "contact" : "fax", origin: "o", contact: fax == nil ? 1 : nil,
            faxJob: fax, number: number, trunk: "a", openedAt: now, inviteSentAt: nil, ringingAt: nil, answeredAt: nil,
            finishedAt: outcome == nil ? nil : now, outcome: outcome, detail: detail, sipStatus: nil, q850Cause: nil,
            answeredBy: nil, keysPressed: nil, announcement: nil, announcementMs: nil, heardMs: nil, heardPiece: nil,
            isAbandoned: false)
    }

    private func fax(_ id: Int64, pages: Int) -> FaxJobStatus {
        let now = UTCTime(milliseconds: 0)
        return FaxJobStatus(
            id: id, document: "d", number: number, account: nil, requester: "170", state: .delivered, reason: "r",
            pagesTotal: pages, pagesConfirmed: pages, attemptsUsed: 1, dueAt: now, createdAt: now, endedAt: now)
    }

    /// An attempt as the exchange logs it: the INVITE, what became of it, and pages confirmed.
    private func call(
        _ id: Int64, token: String = "t", trunkTry: Int = 1, to number: String = "862161000000", answered: Bool = true,
        status: Int? = nil, pages: Int = 0
    ) -> [ExchangeEntry] {
        var events: [ExchangeEvent] = [.invited(from: "1", to: number), .authenticated(user: "u")]
        if answered { events += [.ringing(status: 180), .answered] }
        if let status { events.append(.rejected(status: status)) }
        for index in 0..<pages { events.append(.pageConfirmed(index: index, rows: 100)) }
        return logged(id, token: token, trunkTry: trunkTry, events)
    }

    private func logged(_ id: Int64, token: String = "t", trunkTry: Int = 1, _ events: [ExchangeEvent])
        -> [ExchangeEntry]
    {
        events.map { ExchangeEntry(time: 0, callID: "a\(id)-\(token)-\(trunkTry)@h", event: $0) }
    }

    /// What the audit finds beside attempt 99, which is in order.
    private func differences(
        _ attempts: [AttemptRecord], _ entries: [ExchangeEntry], confirmed: [Int64: [Int]] = [:],
        faxes: [FaxJobStatus] = [], daemonWasKilled: Bool = false
    ) -> [String] {
        BookAudit(
            attempts: attempts + [attempt(99, .answered)], confirmed: confirmed, faxes: faxes,
            exchange: ExchangeSummary(entries + call(99)), daemonWasKilled: daemonWasKilled
        ).differences
    }

    @Test func `books that agree balance`() {
        let entries = call(1) + call(2, answered: false, status: 486) + call(3, pages: 2)
        let attempts = [
            attempt(1, .answered), attempt(2, .busy), attempt(3, .answered, fax: 7, detail: "completed: x"),
        ]
        #expect(differences(attempts, entries, confirmed: [3: [1, 2]], faxes: [fax(7, pages: 2)]) == [])
    }

    @Test func `an attempt that rang twice is found`() {
        #expect(differences([attempt(1, .answered)], call(1) + call(1, trunkTry: 2)).contains("attempt 1 rang twice"))
    }

    @Test func `a call that is not in our books is found`() {
        let sentence = "attempt 1 reached the exchange but is not in our books"
        #expect(differences([], call(1)) == [sentence])
        // Our INVITE was out, though it got no further than the challenge.
        #expect(differences([], logged(1, [.invited(from: "1", to: "862161000000"), .challenged])) == [sentence])
    }

    @Test func `books in which nothing happened do not balance`() {
        let audit = BookAudit(
            attempts: [attempt(1, .trunkTrouble)], confirmed: [:], faxes: [], exchange: ExchangeSummary([]),
            daemonWasKilled: false)
        #expect(audit.differences == ["no attempt reached a subscriber, so nothing was compared"])
    }

    @Test func `an attempt of another dialer, or to another number, is found`() {
        #expect(
            differences([attempt(1, .answered)], call(1, token: "other"))
                == ["attempt 1 has another token at the exchange: it is not the same attempt"])
        #expect(
            differences([attempt(1, .answered)], call(1, to: "862161000001"))
                == ["attempt 1 called another number than our books say"])
        #expect(differences([attempt(1, .answered)], call(1, to: "+862161000000")) == [])
    }

    @Test func `an attempt in our books that never left is found`() {
        let sentence = "attempt 1 (noAnswer) never reached a subscriber"
        #expect(differences([attempt(1, .noAnswer)], []) == [sentence])
        let challenged = logged(1, [.invited(from: "1", to: "862161000000"), .challenged])
        #expect(differences([attempt(1, .noAnswer)], challenged) == [sentence])
        #expect(differences([attempt(1, .trunkTrouble)], challenged) == [])
    }

    @Test func `an attempt that is interrupted or open without a reason is found`() {
        let sentence = "attempt 1 was interrupted, though nobody killed the daemon"
        #expect(differences([attempt(1, .interrupted)], call(1)) == [sentence])
        #expect(differences([attempt(1, .interrupted)], call(1), daemonWasKilled: true) == [])
        #expect(differences([attempt(1, .interrupted)], [], daemonWasKilled: true) == [])
        #expect(differences([attempt(1, nil)], call(1)) == ["attempt 1 was never finished"])
    }

    @Test func `another outcome than the exchange's is found`() {
        #expect(
            differences([attempt(1, .noAnswer)], call(1, answered: false, status: 486))
                == ["attempt 1: our books say noAnswer, the exchange busy"])
    }

    @Test func `a page in our books that the far end never confirmed is found`() {
        let attempts = [attempt(1, .interrupted, fax: 7)]
        #expect(
            differences(attempts, call(1, pages: 1), confirmed: [1: [1, 2]], daemonWasKilled: true)
                == ["attempt 1: 2 pages confirmed in our books, 1 at the exchange"])
    }

    @Test func `more pages lost on the way than one at the moment of a break are found`() {
        let attempts = [attempt(1, .answered, fax: 7, detail: "farEndHungUp: x")]
        #expect(differences(attempts, call(1, pages: 2), confirmed: [1: [1]]) == [])
        #expect(
            differences(attempts, call(1, pages: 3), confirmed: [1: [1]])
                == ["attempt 1: 1 pages confirmed in our books, 3 at the exchange"])
    }

    @Test func `a delivered fax without all of its pages is found`() {
        let attempts = [attempt(1, .answered, fax: 7, detail: "completed: x")]
        let found = differences(attempts, call(1, pages: 1), confirmed: [1: [1]], faxes: [fax(7, pages: 2)])
        #expect(
            found == [
                "fax 7 counts as delivered, but its confirmed pages are [1]",
                "fax 7 has 2 pages, the far machine got 1",
            ])
    }
}
