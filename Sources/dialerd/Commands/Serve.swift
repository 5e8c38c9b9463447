import ArgumentParser
import Foundation
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the daemon until it gets SIGTERM or SIGINT.")

    @OptionGroup var file: ConfigurationOption

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error.", transform: level)
    var logLevel = Logger.Level.info

    func run() async throws {
        let configuration = try file.read()
        var logger = Logger(label: "dialerd") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel
        try await Daemon(configuration, logger: logger).run()
    }
}

private func level(_ name: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: name) else {
        let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(name)' is no log level; it can be \(names).")
    }
    return level
}
