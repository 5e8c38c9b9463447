import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

@Suite("Fax delivery")
struct FaxDeliveryTests {
    @Test(
        "Three pages arrive, whoever asks for T.38 and also where it is refused",
        arguments: FaxMachine.T38Manner.allCases)
    func everyManner(_ manner: FaxMachine.T38Manner) async throws {
        try await DialerBench.run {
            $0.lines = [.init(.exactly("862162000001"), .fax(FaxMachine(after: .zero, t38: manner)))]
        } body: { bench in
            let job = try await bench.enqueue(FaxSample.pages(3), to: "02162000001")
            let status = try await bench.fate(of: job)
            #expect(status.state == .delivered)
            #expect(status.pagesConfirmed == 3)
            #expect(status.attemptsUsed == 1, "in one call")
            let received = try bench.receivedPages()
            #expect(received.map(\.index) == [0, 1, 2])
            #expect(received.map(\.rows) == FaxSample.rows(3))
            let settled = try bench.log().compactMap { entry in
                switch entry.event {
                case .offered(let party, .t38): "offered by \(party.rawValue)"
                case .offerAnswered(let status, _) where status >= 300: "refused"
                default: nil
                }
            }
            switch manner {
            case .offers: #expect(settled == ["offered by exchange"])
            case .accepts: #expect(settled == ["offered by dialer"])
            case .refuses: #expect(settled == ["offered by dialer", "refused"])
            }
        }
    }

    @Test("What breaks off at page 2 is resumed at page 2, and page 1 is not sent again")
    func resumed() async throws {
        try await DialerBench.run {
            let machine = FaxMachine(after: .zero, breaksOff: .init(page: 2, departure: .bye))
            $0.lines = [.init(.exactly("862162000002"), .fax(machine))]
        } body: { bench in
            let job = try await bench.enqueue(FaxSample.pages(2), to: "02162000002")
            let status = try await bench.fate(of: job)
            #expect(status.state == .delivered)
            #expect(status.pagesConfirmed == 2)
            let attempts = try await bench.attempts()
            #expect(attempts.map(\.outcome) == [.answered, .answered])
            #expect(attempts.allSatisfy { $0.answeredBy == .fax })
            let ids = attempts.map(\.id)
            #expect(try bench.receivedPages(by: ids[0]).map(\.rows) == [FaxSample.rows(2)[0]])
            #expect(
                try bench.receivedPages(by: ids[1]).map(\.rows) == [FaxSample.rows(2)[1]], "page 1 is not sent again")
        }
    }

    @Test("A number that is busy and one that nobody answers are tried again, and no page is confirmed")
    func nobodyThere() async throws {
        try await DialerBench.run {
            $0.lines = [.init(.exactly("862162000003"), .busy)]
            $0.faxRetry = RetryPolicy(budget: 3, rules: [.busy: .init(wait: .milliseconds(100), limit: 2)])
        } body: { bench in
            let job = try await bench.enqueue(FaxSample.pages(1), to: "02162000003")
            let status = try await bench.fate(of: job)
            #expect(status.state == .failed)
            #expect(status.pagesConfirmed == 0)
            #expect(try await bench.attempts().map(\.outcome) == [.busy, .busy])
        }
    }

    @Test("A person who answers the fax number is not taken for a fax machine, and the call ends")
    func person() async throws {
        try await DialerBench.run {
            $0.lines = [
                .init(.exactly("862162000004"), .answers(Answering(after: .zero, script: SubscriberScript([.hangUp]))))
            ]
            $0.faxRetry = RetryPolicy(budget: 1, rules: [.broken: .init(wait: .milliseconds(100), limit: 1)])
        } body: { bench in
            let job = try await bench.enqueue(FaxSample.pages(1), to: "02162000004")
            let status = try await bench.fate(of: job)
            #expect(status.state == .failed)
            let attempt = try #require(try await bench.attempts().first)
            #expect(attempt.outcome == .answered)
            #expect(attempt.answeredBy == .unknown)
        }
    }
}
