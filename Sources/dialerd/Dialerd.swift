import ArgumentParser
import Foundation

@main
struct Dialerd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dialerd",
        abstract: "An outbound dialer and fax server for a telecom operator's customer service centre.",
        subcommands: [
            Demo.self, Serve.self, Check.self, ExchangeCommand.self, SampleData.self, CampaignCommand.self,
            FaxCommand.self, FaxWorkerCommand.self, Prompts.self,
        ]
    )

    /// Errors come out as one sentence each, without the parser's usage text unless it is about usage.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error where isOurs(error) {
            FileHandle.standardError.write(Data("dialerd: \(error)\n".utf8))
            exit(1)
        } catch {
            exit(withError: error)
        }
    }

    private static func isOurs(_ error: any Error) -> Bool {
        !(error is ExitCode) && !(error is ValidationError) && !(error is CleanExit)
            && error is any CustomStringConvertible && !"\(type(of: error))".contains("CommandError")
    }
}

/// The configuration file, as most commands take it.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: "The configuration file of the daemon.")
    var file = "dialerd.yml"

    func read() throws -> DaemonConfiguration { try DaemonConfiguration(file: URL(filePath: file)) }
}
