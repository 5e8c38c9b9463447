import ArgumentParser
import Foundation

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Everything on loopback: exchange, data, two campaigns, 170 calls, faxes; ends with a report.",
        discussion: """
            Two processes talk SIP, RTP and T.38 on 127.0.0.1: a telephone exchange with subscribers of every kind, and the \
            daemon. It takes some three minutes, and ends with exit status 0 only if our books and the exchange's log \
            agree on every attempt and every page.
            """)

    @Option(help: "Where the demo's files go; a new temporary directory by default.") var directory: String?
    @Option(help: "How many customers.") var accounts = 60
    @Option(help: "The same seed makes the same customers.") var seed: UInt64 = 1
    @Option(help: "The folder of the recorded prompts.") var prompts: String?
    @Option(help: "The port of the live page; the next free one if it is taken.") var consolePort: UInt16 = 8170
    @Option(help: "Give up after so many seconds.") var limit = 300
    @Flag(name: .customLong("json"), help: "Print the report as one JSON object and nothing else.") var isJSON = false
    @Flag(help: "Leave the live page open after the report, until Ctrl-C.") var keepPage = false
    @Option(help: ArgumentHelp("Kill daemon and fax workers with -9 at so many random moments.", visibility: .hidden))
    var kills = 0

    func run() async throws {
        let folder = URL(
            filePath: directory ?? NSTemporaryDirectory() + "dialerd-demo-\(ProcessInfo.processInfo.processIdentifier)",
            directoryHint: .isDirectory)
        var site = SampleSite(
            directory: folder, accounts: accounts, seed: seed, prompts: try PromptsFolder.find(prompts))
        (site.sipPort, site.exchangePort) = (try FreePort.udp(), try FreePort.udp())
        site.consolePort = try FreePort.tcp(from: consolePort)
        site.expectsKills = kills > 0
        let demo = Task { [site] in try await play(site) }
        let interruption = Task {
            await Interruption.wait()
            demo.cancel()
        }
        defer { interruption.cancel() }
        do {
            if try await !demo.value.balanced { throw ExitCode.failure }
        } catch is CancellationError {
            throw Complaint("The demo was interrupted; its files are in \(folder.path).")
        }
    }

    /// Until the report, or with `--keep-page` until this task is cancelled; no program that it started goes on after it.
    private func play(_ site: SampleSite) async throws -> DemoReport {
        let isQuiet = isJSON
        var demo = DemoRun(site: site, kills: kills, seed: seed) { if !isQuiet { say($0) } }
        let report = try await demo.run(limit: limit)
        say(isJSON ? try json(report) : report.text)
        if keepPage, !isJSON {
            say("\nThe live page stays open at http://127.0.0.1:\(site.consolePort)/ – Ctrl-C ends the demo.")
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
        }
        demo.stop()
        return report
    }
}
