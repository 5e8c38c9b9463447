import ArgumentParser
import Foundation

struct SampleData: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample-data",
        abstract: "Make a directory to try things on: configuration, billing file, campaigns, exchange.")

    @Argument(help: "The directory to make.") var directory: String
    @Option(help: "How many customers.") var accounts = 60
    @Option(help: "The same seed makes the same customers.") var seed: UInt64 = 1
    @Option(help: "The folder of the recorded prompts.") var prompts = "prompts"

    func run() async throws {
        let site = SampleSite(
            directory: URL(filePath: directory, directoryHint: .isDirectory), accounts: accounts, seed: seed,
            prompts: URL(filePath: prompts, directoryHint: .isDirectory))
        try await site.write()
        say(
            """
            \(directory): \(accounts) customers. Try
              dialerd exchange --config \(directory)/exchange.yml
              dialerd serve --config \(directory)/dialerd.yml
              dialerd campaign start arrears-postpaid --config \(directory)/dialerd.yml
            """)
    }
}
