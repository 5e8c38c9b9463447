import ArgumentParser
import Dialer

struct FaxWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fax-worker", abstract: "(internal) Fax legs in a process of their own; the daemon starts it.",
        shouldDisplay: false)

    func run() async throws { try await FaxWorkerProcess.run() }
}
