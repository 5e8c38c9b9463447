import ArgumentParser
import Dialer
import Foundation
import PhoneNetwork
import Telephony

/// Customers as the simulated day has them, and agents' telephones, in a process of their own.
struct PredictiveFarSide: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predictive-far-side", abstract: "Customers and agents' telephones for `predictive`.",
        shouldDisplay: false)

    /// Who they are.
    struct Customers: Codable {
        var day: DayPlan
        var seed: UInt64
        var count: Int

        /// The n-th, the same one as in a simulation of this seed.
        func contact(_ number: Int) -> SimulatedContact { SimulatedContact(Int64(number), day, seed: seed) }
    }

    @Option(help: "A file of `Customers`.") var customers: String

    func run() async throws {
        let customers = try JSONDecoder().decode(
            Customers.self, from: Data(contentsOf: URL(filePath: customers)))
        let exchange = try await Exchange.open(configuration(of: customers))
        let telephones = try await HeldTelephones()
        let carrying = Task { await exchange.run() }
        let answering = Task { await telephones.answer() }
        try await FarSideProcess.stand(
            at: .init(exchange: exchange.port, telephones: telephones.endpoint.localPort))
        carrying.cancel()
        answering.cancel()
    }

    private func configuration(of customers: Customers) -> ExchangeConfiguration {
        var configuration = ExchangeConfiguration()
        configuration.mediaPorts = 40_000...41_999
        configuration.users = [.init(name: FloorSite.user, password: FloorSite.user)]
        // No talk is cut short by the network.
        configuration.maximumCallDuration = .seconds(4 * 3_600)
        configuration.plan = NumberPlan(
            (0..<customers.count).map { number in
                .init(.suffix(FloorSite.digits(of: number)), SubscriberBehaviour(customers.contact(number)))
            })
        return configuration
    }
}

extension SubscriberBehaviour {
    /// - Parameter contact: no machine.
    init(_ contact: SimulatedContact) {
        switch contact.kind {
        case .person, .machine:
            // One sound for all: each length would be kept in memory.
            let greeting = min(2, Int(contact.talk))
            self = .answers(
                Answering(
                    after: .seconds(contact.setup + contact.ringing),
                    script: SubscriberScript([
                        .speak(.speech(.seconds(greeting))), .wait(.seconds(contact.talk - Double(greeting))), .hangUp,
                    ])))
        case .noAnswer: self = .neverAnswers
        // When a simulated call fails, too.
        case .failure: self = .rejects(after: .seconds(1 + 3 * contact.spare))
        }
    }
}
