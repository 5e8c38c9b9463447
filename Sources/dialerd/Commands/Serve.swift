import ArgumentParser
import Foundation
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the daemon until it gets SIGTERM or SIGINT.")

    @OptionGroup var file: ConfigurationOption

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error.")
    var logLevel: Logger.Level = .info

    func run() async throws {
        let configuration = try file.read()
        var logger = Logger(label: "dialerd") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel
        try await Daemon(configuration, logger: logger).run()
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
