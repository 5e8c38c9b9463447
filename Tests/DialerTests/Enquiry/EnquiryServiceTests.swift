import Campaigns
import FaxEngine
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer

@Suite("170 over the exchange")
struct EnquiryServiceTests {
    static let customer = Customer(telephone: "61000041", fax: "62000041")

    /// Keys with time between them for the prompt to begin; a caller who knows the way waits for nothing more.
    private func caller(_ keys: [String]) -> ScheduledCaller {
        let steps = keys.flatMap { [SubscriberScript.Step.wait(.seconds(2)), .press($0)] }
        return ScheduledCaller(
            number: "02161000041", dials: "170",
            script: SubscriberScript([.wait(.milliseconds(500))] + steps + [.wait(.seconds(60))]))
    }

    private func run(_ keys: [String], hangUpAfter: Duration? = nil, body: (DialerBench) async throws -> Void)
        async throws
    {
        var caller = caller(keys)
        if let hangUpAfter { caller.script.steps = caller.script.steps.dropLast() + [.wait(hangUpAfter), .hangUp] }
        try await DialerBench.run {
            $0.customers = [Self.customer]
            $0.passwords = [("02161000041", "246810")]
            $0.callers = [caller]
        } body: { bench in
            try await body(bench)
        }
    }

    private func end(_ bench: DialerBench) async throws -> String {
        try await bench.until("the end of the enquiry") { [logs = bench.logs] in
            logs.lines.first { $0.message == "enquiry ended" }?.metadata["end"]
        }
    }

    @Test("With the right password the bill is spoken, and ordered by fax it is in the queue with all its pages")
    func faxed() async throws {
        let keys = ["2", "02161000041#", "246810#", "1", "1", "02162000041#", "1", "246810#"]
        try await run(keys, hangUpAfter: .seconds(6)) { bench in
            #expect(try await end(bench) == "hung-up")
            let job = try #require(try await bench.faxes.queue.list().first)
            #expect(job.number.text == "+862162000041")
            #expect(job.account == SampleBilling.account(0))
            #expect(job.requester == "170")
            let document = try FaxDocument(directory: bench.faxes.spool.appending(path: job.document))
            #expect(job.pagesTotal == document.finePageCount)
            #expect(try await bench.faxes.queue.list().count == 1)
            let voiced = try await bench.until("what the caller heard") {
                try bench.log().lazy.compactMap { entry -> Int? in
                    if case .heard(let voiced, _) = entry.event, entry.attempt == nil { voiced } else { nil }
                }.first
            }
            #expect(voiced > 8_000, "the caller was spoken to")
            #expect(bench.logs.lines.allSatisfy { !"\($0)".contains("246810") && !"\($0)".contains("61000041") })
        }
    }

    @Test("Two wrong passwords end the call", arguments: ["02161000041#", "02161999999#"])
    func wrong(_ number: String) async throws {
        try await run(["2", number, "111111#", number, "222222#"]) { bench in
            let ended = try await end(bench)
            #expect(ended == "wrong-password")
            let jobs = try await bench.faxes.queue.list()
            #expect(jobs.isEmpty)
        }
    }

    @Test("Without the billing file the caller is told so, and may ask for a clerk")
    func billingAway() async throws {
        var caller = caller(["2", "02161000041#", "246810#"])
        caller.script.steps = caller.script.steps.dropLast() + [.wait(.seconds(4)), .press("0"), .wait(.seconds(60))]
        try await DialerBench.run {
            $0.customers = [Self.customer]
            $0.passwords = [("02161000041", "246810")]
            $0.callers = [caller]
            $0.prepare = { try FileManager.default.removeItem(at: $0.billingFile) }
        } body: { bench in
            #expect(try await end(bench) == "finished")
            let callbacks = try await bench.office.books.callbacks.waiting()
            #expect(callbacks.map(\.number.text) == ["+862161000041"])
        }
    }
}
