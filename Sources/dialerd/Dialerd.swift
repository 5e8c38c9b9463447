import ArgumentParser
import Campaigns
import ConfigurationFile
import Console
import Dialer
import FaxEngine
import Foundation
import PhoneNetwork
import Telephony

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

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            // Our own errors are sentences for the user; the parser explains its own.
            guard error is any UserFacing else { exit(withError: error) }
            FileHandle.standardError.write(Data("dialerd: \(error)\n".utf8))
            Foundation.exit(1)
        }
    }
}

/// Errors whose description is the sentence that the user shall read.
private protocol UserFacing: Error {}

extension Complaint: UserFacing {}
extension CampaignsError: UserFacing {}
extension ConfigurationError: UserFacing {}
extension ConsoleError: UserFacing {}
extension FaxError: UserFacing {}
extension MediaError: UserFacing {}
extension PhoneNetworkError: UserFacing {}
extension PromptCatalogueError: UserFacing {}
extension TelephonyError: UserFacing {}

/// The configuration file, as most commands take it.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: "The configuration file of the daemon.")
    var file = "dialerd.yml"

    func read() throws -> DaemonConfiguration { try DaemonConfiguration(file: URL(filePath: file)) }
}
