import ArgumentParser
import Foundation
import PhoneNetwork
import Telephony

/// Customers and agents' telephones, in a process of their own.
struct AgentsFarSide: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents-far-side", abstract: "Customers and agents' telephones for `agents`.", shouldDisplay: false
    )

    struct Onsets: Codable {
        var all: [HeldTelephones.Onset]
        /// Whether we were allowed to look at what programs of others are sent.
        var isWireWatched: Bool
    }

    @Option var dialerPort: UInt16
    @Option var seconds: Int
    @Option var folder: String
    /// Agents' telephones that are programs of others.
    @Option var foreign: Int

    func run() async throws {
        let exchange = try await Exchange.open(configuration())
        let telephones = try await HeldTelephones()
        let watch = WireWatch(telephones: foreign)
        let carrying = Task { await exchange.run() }
        let answering = Task { await telephones.answer() }
        try await FarSideProcess.stand(
            at: .init(exchange: exchange.port, telephones: telephones.endpoint.localPort))
        carrying.cancel()
        answering.cancel()
        let onsets = Onsets(all: telephones.onsets + (watch?.onsets ?? []), isWireWatched: watch != nil)
        try JSONEncoder().encode(onsets).write(to: URL(filePath: folder).appending(path: "onsets.json"))
    }

    /// By the last digit: busy, away, or talking for 8 to 40 seconds; some press 0 to have an agent.
    private func configuration() -> ExchangeConfiguration {
        var configuration = ExchangeConfiguration()
        configuration.mediaPorts = 40_000...41_999
        configuration.users = [.init(name: FloorSite.user, password: FloorSite.user)]
        configuration.dialer = .init(port: dialerPort)
        func talks(_ seconds: Int, after: Int, _ first: [SubscriberScript.Step] = []) -> SubscriberBehaviour {
            .answers(
                Answering(
                    after: .seconds(after),
                    script: SubscriberScript(first + [.speak(.speech(.seconds(seconds))), .hangUp])))
        }
        let asks: [SubscriberScript.Step] = [.wait(.seconds(3)), .press("0"), .wait(.seconds(2))]
        let behaviours: [SubscriberBehaviour] = [
            .busy, .neverAnswers, talks(8, after: 2), talks(40, after: 1), talks(20, after: 3),
            talks(15, after: 2, asks),
            talks(25, after: 1), talks(12, after: 4, asks), talks(30, after: 2), .unallocated(announces: false),
        ]
        configuration.plan = NumberPlan(
            behaviours.enumerated().map { .init(.suffix("\($0.offset)"), $0.element) })
        let wait = SubscriberScript.Step.wait(.seconds(2))
        configuration.callers = (0..<4).map { index in
            ScheduledCaller(
                number: "0216100000\(index)", dials: "170", firstAfter: .seconds(5 * index), every: .seconds(60),
                times: max(1, seconds / 60),
                script: SubscriberScript([
                    wait, .press("2"), wait, .press("02161000000#"), wait, .press("\(AgentsBenchmark.password)#"), wait,
                    .press("0"), wait, .speak(.speech(.seconds(20))), .hangUp,
                ]))
        }
        return configuration
    }
}
