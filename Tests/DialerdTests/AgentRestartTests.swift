import Campaigns
import Foundation
import FoundationNetworking
import PhoneNetwork
import Programs
import Telephony
import Testing

/// The program as a site runs it, with an agent at work, killed in the middle of a call.
@Suite(.enabled(if: Baresip.isInstalled, "needs Debian's baresip-core"), .timeLimit(.minutes(4)))
struct AgentRestartTests {
    private static let agent = "8001"
    private static let password = "s3cret"

    @Test func `killed while an agent talks, the call is interrupted once, and the agent works on after the restart`()
        async throws
    {
        let site = try Site()
        let exchange = try await site.exchange()
        var daemon = try await site.daemon()
        #expect(try await site.files.dialerd("campaign", "start", "calls").status == 0)
        let user = SIPCredentials(username: Self.agent, password: Self.password)
        let telephone = try await Baresip(
            port: TestPorts.range().lowerBound, source: .tone(hertz: 1_100), registeringAs: user, at: site.sip,
            seconds: 200)
        let first = try await site.talk(after: nil)

        daemon.kill()
        _ = await daemon.exitStatus()
        // The customer's own side ends her call when nothing comes any more.
        try await site.until("the end at the exchange") {
            let events = try site.log().filter { $0.attempt == first }.map(\.event)
            let isOver = events.contains { if case .ended = $0 { true } else { false } }
            return isOver && events.contains(.mediaLost) ? () : nil
        }

        daemon = try await site.daemon()
        var attempts = try await site.attempts()
        #expect(attempts.map(\.id) == [first] && attempts.map(\.outcome) == [.interrupted])
        let spans = try await site.spans()
        #expect(spans.allSatisfy { $0.endedAt != nil })
        #expect(spans.last?.span.activity == .talking)

        // As each telephone does within two minutes.
        try telephone.register(user, at: site.sip)
        let second = try await site.talk(after: first)
        try await site.until("the second call's end") {
            try await site.attempts().first { $0.id == second }?.finishedAt.map { _ in () }
        }
        attempts = try await site.attempts()
        #expect(attempts.first { $0.id == second }?.outcome == .answered)
        #expect(attempts.count { $0.outcome == .interrupted } == 1)
        #expect(Set(attempts.map(\.number)).count == attempts.count, "nobody was called twice")
        let seen = ExchangeSummary(try site.log())
        #expect(seen.rangTwice == [] && Set(seen.attempts.keys).isSubset(of: attempts.map(\.id)))
        #expect(seen.attempts[second]?.voicedMillisecondsHeard ?? 0 > 1_000, "the customer hears the agent")
        withExtendedLifetime((exchange, daemon, telephone)) {}
    }

    /// A site with one agent, a progressive campaign of four people, and the exchange as its carrier.
    private struct Site {
        let files: TestSite
        let sip: UInt16
        private let console: UInt16
        private let carrier: UInt16

        init() throws {
            let (daemon, exchange) = (TestPorts.range(), TestPorts.range())
            sip = daemon.lowerBound
            console = daemon.lowerBound + 1
            carrier = exchange.lowerBound
            let (sip, console, carrier) = (sip, console, carrier)
            files = try TestSite {
                $0.replace("port: 9 }", with: "port: \(carrier), user: dialerd, password-file: trunk.password }")
                $0 = $0.replacing(/sip: .*/, with: "sip: { port: \(sip) }")
                    .replacing(/console: .*/, with: "console: { port: \(console) }")
                    .replacing("rules: {", with: "rules: { set: none,")
                $0 += "media: { first-port: \(sip + 10), last-port: \(daemon.upperBound) }\n"
                $0 += "agents: { file: agents.yml }\n"
            }
            try files.write("correct horse", to: "trunk.password")
            try files.write("\(AgentRestartTests.agent) \(AgentRestartTests.password)\n", to: "agents.passwords")
            try files.write(
                """
                passwords: agents.passwords
                groups: { arrears: { title: Arrears, wrap-up: 0s } }
                agents:
                  - { number: "\(AgentRestartTests.agent)", name: Wang Fang, groups: { arrears: 1 } }

                """, to: "agents.yml")
            try files.write(
                """
                name: calls
                title: Calls
                source: { query: arrears-postpaid }
                window: { zone: Asia/Shanghai, from: "00:00", to: "24:00" }
                lines: 5
                caller-id: "02010000"
                agents: { group: arrears, mode: progressive }

                """, to: "campaigns/calls.yml")
            try files.write(
                """
                listen: { port: \(carrier) }
                media: { first-port: \(carrier + 10), last-port: \(exchange.upperBound) }
                users: [{ name: dialerd, password-file: trunk.password }]
                log: exchange.jsonl
                limits: { silence: 3s }
                dialer: { port: \(sip) }
                subscribers:
                  - numbers: "86206210000*"
                    answers: { after: 1s, script: [{ speak: { tone: { hertz: 850, lasts: 10s } } }, hang-up] }

                """, to: "exchange.yml")
        }

        func exchange() async throws -> ChildProgram {
            let program = try ChildProgram(
                TestSite.program.path, ["exchange", "--config", files.path("exchange.yml")])
            try await program.opens(carrier)
            return program
        }

        func daemon() async throws -> ChildProgram {
            let program = try ChildProgram(TestSite.program.path, ["serve", "--config", files.path("dialerd.yml")])
            // Not by the port alone: the kernel keeps what is left of the old daemon's connections for a while.
            try await until("the console") {
                let url = try #require(URL(string: "http://127.0.0.1:\(console)/health"))
                return (try? await URLSession.shared.data(from: url)).map { _ in () }
            }
            return program
        }

        /// Has the agent work until he talks to somebody who was called after this attempt; that attempt.
        func talk(after attempt: Int64?) async throws -> Int64 {
            try await until("a talk") {
                try await tell("log-in")
                // Until his telephone has registered it can't be rung, and he is put on a break.
                try await tell("ready")
                let talks = try await spans().filter { $0.span.activity == .talking && $0.endedAt == nil }
                return talks.compactMap { $0.span.customer?.split(separator: " ").last.flatMap { Int64($0) } }
                    .first { $0 > attempt ?? 0 }
            }
        }

        /// What can't be done just now is refused, which is no fault here.
        private func tell(_ command: String) async throws {
            let url = try #require(
                URL(string: "http://127.0.0.1:\(console)/api/agents/\(AgentRestartTests.agent)/\(command)"))
            var request = URLRequest(url: url)
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            let (_, response) = try await URLSession.shared.data(for: request)
            #expect([204, 409].contains((response as? HTTPURLResponse)?.statusCode ?? 0))
        }

        func log() throws -> [ExchangeEntry] { try ExchangeLog.read(from: files.path("exchange.jsonl")) }

        func attempts() async throws -> [AttemptRecord] {
            try await reading { try await ReportBook(database: $0).attempts().sorted { $0.id < $1.id } }
        }

        func spans() async throws -> [KeptAgentSpan] {
            try await reading {
                try await AgentBook(database: $0).spans(
                    from: UTCTime(milliseconds: 0), until: .now + .seconds(60))
            }
        }

        private func reading<Found: Sendable>(
            _ read: (DialerDatabase) async throws -> Found
        ) async throws -> Found {
            let database = try DialerDatabase.openForReading(at: files.directory.appending(path: "dialer.sqlite"))
            let found = try await read(database)
            try await database.close()
            return found
        }

        /// Looks again and again until it is so, for a minute at most.
        @discardableResult
        func until<Found>(_ what: String, _ find: () async throws -> Found?) async throws -> Found {
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline {
                if let found = try await find() { return found }
                try await Task.sleep(for: .milliseconds(50))
            }
            throw Missed(what: what)
        }
    }

    private struct Missed: Error { let what: String }
}
