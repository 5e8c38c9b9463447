import Campaigns
import PhoneNetwork
import Testing

@testable import Dialer

/// Calls of the exchange's subscribers, and what agents say came of them.
@Suite struct DispositionCallTests {
    private let ann = FloorBench.ann

    private func progressive(_ tries: Int = 3) -> CampaignDefinition {
        campaign(
            lines: 20, tries: tries,
            agents: .init(
                group: "arrears", mode: .progressive, script: AgentScript("{account} owes {debt} since {due}.")))
    }

    @Test func `a promise is in the book at once, and the contact is nobody else's until the wrap-up is over`()
        async throws
    {
        let customer = Customer.whistling("61000061", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
            $0.wrapUp = .seconds(3_000)
        } body: { bench in
            let (floor, desk) = (try #require(bench.office.agents), try bench.desk())
            let phone = try await bench.work(ann)
            try await bench.start(progressive())
            try await phone.ear.hears([850])
            let card = try #require(try await floor.view(of: ann).customer)
            #expect(card.attempt == 1 && card.dueDay != nil)
            let account = try #require(card.account)
            let (debt, due) = (Fen(try #require(card.debtFen)), try #require(card.dueDay))
            #expect(card.script == "\(account) owes \(debt) since \(due).")
            let day = bench.today.adding(days: 3)
            try await desk.dispose(ann, DispositionWish(code: "promised", note: "at the bank", day: day))
            let promises = PromiseBook(database: bench.office.database)
            let made = try await promises.counts(madeIn: UTCTime(milliseconds: 0)..<UTCTime.now + .seconds(60))
            #expect(made.open == 1)
            try await floor.endCall(ann)
            _ = try await bench.until("the attempt's end") { [bench] in
                try await bench.attempts().first { $0.finishedAt != nil }
            }
            _ = try await bench.shows(ann) { $0.activity == .wrapUp && $0.outcome?.code == "promised" }
            #expect(try await bench.state(of: customer) == "leased")
            let second = await #expect(throws: AgentError.self) {
                try await desk.dispose(ann, DispositionWish(code: "refused"))
            }
            #expect(second?.description == "“Promised to pay” is stored already; one call has one outcome.")
            try await floor.endWrapUp(ann)
            try await bench.settled()
            #expect(try await bench.reason(of: customer) == "promised to pay on \(day)")
            let history = CustomerHistory(database: bench.office.database)
            let before = try await history.events(number: E164(text: customer.e164), account: account)
            #expect(Set(before.map(\.kind)) == [.call, .promise] && before.contains { $0.note == "at the bank" })
        }
    }

    @Test func `who is not settled is called again, and the line is free while the agent writes`() async throws {
        let customers = [Customer.whistling("61000062", for: .seconds(40)), .whistling("61000063", for: .seconds(40))]
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100, "8002": 1_500]
            $0.wrapUp = .seconds(3_000)
        } body: { bench in
            let (floor, desk) = (try #require(bench.office.agents), try bench.desk())
            let first = try await bench.work(ann)
            // One line: while it is taken nobody else is called.
            try await bench.start(
                campaign(lines: 1, tries: 3, agents: .init(group: "arrears", mode: .progressive)))
            try await first.ear.hears([850])
            try await floor.endCall(ann)
            _ = try await bench.shows(ann) { $0.activity == .wrapUp }
            let second = try await bench.work(FloorBench.bob)
            try await second.ear.hears([850])
            #expect(try await bench.attempts().count == 2)
            try await desk.dispose(ann, DispositionWish(code: "not-settled"))
            // What the wrap-up is for is done.
            _ = try await bench.shows(ann) { $0.activity == .idle }
            try await floor.endCall(FloorBench.bob)
            _ = try await bench.shows(FloorBench.bob) { $0.activity == .wrapUp }
            try await floor.logOut(FloorBench.bob)
            try await bench.settled()
            var reasons: [String] = []
            for customer in customers { reasons.append(try await bench.reason(of: customer)) }
            #expect(
                Set(reasons) == ["again after: Not settled, again tomorrow (agent 8001)", "talked to an agent"])
        }
    }

    @Test func `the bill goes by fax to the account's own number, once`() async throws {
        let customer = Customer.talking(
            "61000064", [.speak(.tone(hertz: 850, .seconds(40)))], fax: "62000064")
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
            $0.wrapUp = .seconds(3_000)
        } body: { bench in
            let (floor, desk) = (try #require(bench.office.agents), try bench.desk())
            let phone = try await bench.work(ann)
            try await bench.start(progressive())
            try await phone.ear.hears([850])
            try await desk.faxBill(ann, to: nil)
            await #expect(throws: AgentError.self) { try await desk.faxBill(ann, to: nil) }
            try await floor.endCall(ann)
            try await desk.dispose(ann, DispositionWish(code: "fax"))
            try await bench.settled()
            #expect(try await bench.reason(of: customer) == "asked for the bill by fax")
            let jobs = try await bench.faxes.queue.list()
            #expect(jobs.map(\.number.text) == ["+862162000064"])
        }
    }

    @Test func `a callback that is promised in a callback is the agent's own, and the first one is done`() async throws
    {
        let customer = Customer.whistling("61000065", for: .seconds(40))
        try await DialerBench.run {
            $0.customers = [customer]
            $0.agents = ["8001": 1_100]
            $0.wrapUp = .seconds(3_000)
        } body: { bench in
            let (floor, desk) = (try #require(bench.office.agents), try bench.desk())
            let phone = try await bench.work(ann)
            try await bench.ask(customer)
            try await phone.ear.hears([850])
            let late = await #expect(throws: AgentError.self) {
                try await desk.dispose(ann, DispositionWish(code: "call-back", at: LocalMoment("2020-01-01T10:00")))
            }
            #expect(late?.code == .invalid)
            try await floor.endCall(ann)
            #expect(try await bench.callback().state == .taken)
            let tomorrow = bench.today.adding(days: 1)
            try await desk.dispose(ann, DispositionWish(code: "call-back", at: LocalMoment("\(tomorrow)T10:00")))
            let done = try await bench.callback { $0.endedAt != nil }
            #expect(done.state == .done && done.who == "8001")
            let next = try #require(try await bench.callbacks.waiting().first)
            #expect(next.agent == ann && next.dueAt == LocalMoment("\(tomorrow)T10:00")?.time(in: DialerBench.zone))
        }
    }
}

extension DialerBench {
    func desk() throws -> DispositionDesk {
        try #require(DispositionDesk(office: office, logger: logs.logger))
    }
}
