import ArgumentParser
import Foundation
import Logging
import PhoneNetwork
import ServiceLifecycle
import UnixSignals

struct ExchangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange",
        abstract: "Run the loopback exchange alone: a carrier with subscribers of every kind. See docs/exchange.md.")

    @Option(name: .customLong("config"), help: "The exchange's file.")
    var file = "exchange.yml"

    func run() async throws {
        let exchange = try await Exchange.open(ExchangeConfiguration.read(URL(filePath: file)))
        say("exchange: listening on port \(exchange.port)")
        let logger = Logger(label: "exchange") { StreamLogHandler.standardError(label: $0) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: exchange, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}
