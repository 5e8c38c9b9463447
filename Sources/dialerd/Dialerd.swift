import ArgumentParser
import Foundation

@main
struct Dialerd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dialerd",
        abstract: "An outbound dialer and fax server for a telecom operator's customer service centre.",
        subcommands: [
            Demo.self, Serve.self, Check.self, ExchangeCommand.self, SampleData.self, ImportCommand.self,
            CampaignCommand.self, FaxCommand.self, FaxWorkerCommand.self, Prompts.self, ReportCommand.self, Verify.self,
            Explain.self, Simulate.self, PacingCommand.self, UserCommand.self, RecordingsCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            // The parser explains its own errors, and has codes of its own for them.
            if error is ExitCode || exitCode(for: error) != .failure { exit(withError: error) }
            complain(sentence(of: error))
            Foundation.exit(1)
        }
    }

    /// Ours are sentences as they are; Foundation's have theirs apart.
    private static func sentence(of error: any Error) -> String {
        switch error {
        case is CocoaError: error.localizedDescription
        case is CancellationError: "Stopped before the work was done."
        default: "\(error)"
        }
    }
}

/// The configuration file, as most commands take it.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: "The daemon's configuration file; docs/configuration.md has its keys.")
    var file = "dialerd.yml"

    func read() throws -> DaemonConfiguration { try DaemonConfiguration.read(URL(filePath: file)) }
}
