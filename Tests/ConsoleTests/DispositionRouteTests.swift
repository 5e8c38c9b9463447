import Campaigns
import Dialer
import Foundation
import Testing

@testable import Console

/// What agents say of calls by the API: done only once it is on disk.
@Suite(.timeLimit(.minutes(1))) struct DispositionRouteTests {
    private static let anna = CustomerCard(
        kind: .enquiry, call: "c1", title: "170", number: "+862150000001", account: "A-1")

    /// Agent 8001 talks to Anna.
    private func talking(
        _ test: @escaping @Sendable (RunningConsole, ConsoleFloor, inout EventReader<AgentMoment>) async throws -> Void
    ) async throws {
        try await ConsoleFloor.run { bench in
            try await RunningConsole.with(floor: bench.floor, dispositions: bench.dispositions) { console in
                for command in ["log-in", "ready"] { _ = try await console.post("api/agents/8001/\(command)") }
                var views = try await console.views(of: "8001")
                try await bench.customer(Self.anna)
                _ = try await views.next { $0.view.activity == .talking }
                try await test(console, bench, &views)
            }
        }
    }

    private func history(_ bench: ConsoleFloor) async throws -> [CustomerEvent] {
        try await CustomerHistory(database: bench.database).events(
            number: E164(text: Self.anna.number), account: Self.anna.account)
    }

    @Test func `what came of a call is on disk when it is answered, and ends the wrap-up`() async throws {
        try await talking { console, bench, views in
            let talk = try await views.next { !$0.view.dispositions.isEmpty }
            // Of who called us nobody is called again by a campaign.
            let known = Disposition.usual.filter { !$0.does.isAboutDialling }
            #expect(talk.view.dispositions.map(\.code) == known.map(\.code))
            _ = try await console.post("api/agents/8001/end-call")
            let wrapUp = try await views.next { $0.view.activity == .wrapUp }
            #expect(wrapUp.view.wrapUpEnds.map { $0.timeIntervalSince(wrapUp.view.since).rounded() } == 30)
            let day = CalendarDay(.now, in: .gmt).adding(days: 2)
            let answer = try await console.post(
                "api/agents/8001/dispose", #"{"code": "promised", "day": "\#(day)", "note": " at the bank "}"#)
            #expect(answer.status == 204, "\(answer.text)")
            let kept = try await history(bench)
            #expect(kept.contains { $0.kind == .promise && $0.text == "\(day)" })
            #expect(kept.contains { $0.kind == .enquiry && $0.note == "at the bank" && $0.agent?.text == "8001" })
            _ = try await views.next { $0.view.activity == .idle }
        }
    }

    @Test func `one call has one outcome`() async throws {
        try await talking { console, bench, views in
            let first = try await console.post("api/agents/8001/dispose", #"{"code": "settled"}"#)
            #expect(first.status == 204)
            _ = try await views.next { $0.view.outcome?.title == "Settled" && $0.view.dispositions.isEmpty }
            let second = try await console.post("api/agents/8001/dispose", #"{"code": "do-not-call"}"#)
            #expect(second.status == 409)
            #expect(second.text == #"{"error":"“Settled” is stored already; one call has one outcome."}"#)
            #expect(try await history(bench).map(\.kind) == [.enquiry])
        }
    }

    @Test(arguments: [
        (#"{"code": "sold"}"#, "“sold” can't come of this call. There are: settled, "),
        (#"{"code": "not-settled"}"#, "“not-settled” can't come of this call."),
        (#"{"code": "promised"}"#, "A promise wants a day from today ("),
        (#"{"code": "promised", "day": "2020-01-01"}"#, "A promise wants a day from today ("),
        (#"{"code": "call-back", "at": "2020-01-01T10:00"}"#, "A callback wants a time from now on by the clock of"),
        (#"{"code": "settled", "note": ""# + String(repeating: "x", count: 501) + #""}"#, "A note has at most 500"),
        (#"{"code": "fax", "number": "0044123456789"}"#, "That is no number that we send faxes to."),
    ])
    func `what means nothing is refused, and nothing is stored`(body: String, sentence: String) async throws {
        try await talking { console, bench, _ in
            let answer = try await console.post("api/agents/8001/dispose", body)
            #expect(answer.status == 400)
            #expect(answer.text.contains(sentence), "\(answer.text)")
            #expect(try await history(bench).isEmpty)
        }
    }

    @Test func `what can't be stored just now is told, and can be said again`() async throws {
        try await talking { console, bench, _ in
            // There is no billing file to draw a bill from.
            let answer = try await console.post("api/agents/8001/fax-bill", #"{"number": "02162000001"}"#)
            #expect(answer.status == 503)
            #expect(answer.text.contains("It could not be stored just now."))
            let settled = try await console.post("api/agents/8001/dispose", #"{"code": "settled"}"#)
            #expect(settled.status == 204)
        }
    }

    @Test func `where nothing is kept of calls there is no such command`() async throws {
        try await ConsoleFloor.run { bench in
            try await RunningConsole.with(floor: bench.floor) { console in
                let answer = try await console.post("api/agents/8001/dispose", #"{"code": "settled"}"#)
                #expect(answer.status == 404)
            }
        }
    }
}
