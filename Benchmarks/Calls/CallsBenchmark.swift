import ArgumentParser
import Campaigns
import Dialer
import FaxEngine
import Foundation
import Logging
import Telephony

/// The whole path of a campaign call: lease, commit, INVITE, answer, BYE, record.
///
/// The campaigns, the books, the signalling and the media are the daemon's own, joined as it joins them; the database
/// and the billing file are new ones in the temporary directory; a live page watches. Every call is answered, so each
/// takes the longest way through the books that a call without keys can take.
struct CallsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls",
        abstract: "Campaign calls a second, from the lease to the record, against SIPp."
    )

    @Option(help: "Calls a second, the trunk's limit.") var rate = 150.0
    @Option(help: "Seconds for which there are customers to call.") var seconds = 30
    @Option(help: "Calls at once, and the most leases at once.") var channels = 240
    @Option(help: "First of the media ports used; two for each call.") var firstPort: UInt16 = 20_000
    @Option(help: "SIPp's port.") var farEndPort: UInt16 = 15_597
    @Option(help: "The prompt recordings.") var prompts = "prompts"
    @Option(help: "Where the databases are put; their disk is what is measured too.") var folder: String?

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let place =
            try folder.map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? Machine.temporaryFolder("benchmark-calls")
        defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
        let farEnd = try AnsweringFarEnd(port: farEndPort, folder: place, limit: 4 * seconds + 60)
        try await farEnd.listens()
        let site = try await BenchmarkSite(self, in: place)
        let (cpuBefore, commitsBefore, begin) = (
            Machine.cpuSeconds, await site.database.commitCount, ContinuousClock.now
        )
        let isComplete = await site.callEverybody(within: .seconds(seconds * 3 + 20))
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        let cpu = Machine.cpuSeconds - cpuBefore
        let commits = await site.database.commitCount - commitsBefore
        let books = ReportBook(database: site.database)
        let attempts = try await books.attempts()
        let campaigns = try await books.campaigns()
        await site.close()
        let invites = attempts.compactMap { attempt in
            attempt.inviteSentAt.map { Double($0.milliseconds - attempt.openedAt.milliseconds) }
        }
        let records = attempts.compactMap { attempt in
            attempt.finishedAt.map { Double($0.milliseconds - attempt.openedAt.milliseconds) }
        }
        return Report(
            contacts: campaigns.map(\.selected).reduce(0, +),
            attempts: attempts.count,
            seconds: elapsed,
            callsPerSecondAsked: rate,
            callsPerSecond: Self.steadyRate(attempts.map(\.openedAt.milliseconds)),
            cpuSeconds: cpu,
            cpuMillisecondsPerCall: cpu / Double(max(1, attempts.count)) * 1_000,
            cores: cpu / elapsed,
            commits: commits,
            commitsPerCall: Double(commits) / Double(max(1, attempts.count)),
            millisecondsFromOpeningToInvite: Percentiles(invites),
            millisecondsFromOpeningToRecord: Percentiles(records),
            outcomes: Dictionary(grouping: attempts, by: { $0.outcome?.rawValue ?? "open" }).mapValues(\.count),
            booksComplete: isComplete
                && campaigns.allSatisfy { $0.leased == 0 && $0.attemptsOpen == 0 && $0.waiting == 0 },
            farEnd: try await farEnd.end(),
            loadAverageBefore: load)
    }

    /// Between the second second, when the trunk's first burst is over, and the last but one.
    private static func steadyRate(_ times: [Int64]) -> Double {
        guard let first = times.min(), let last = times.max(), last - first > 4_000 else { return 0 }
        let span = (first + 2_000)..<(last - 1_000)
        return Double(times.count { span.contains($0) }) / Double(span.count) * 1_000
    }
}

extension CallsBenchmark {
    struct Report: Encodable {
        var contacts: Int
        var attempts: Int
        var seconds: Double
        var callsPerSecondAsked: Double
        /// Attempts begun per second, without the first two seconds and the last.
        var callsPerSecond: Double
        /// Of this process; SIPp not counted.
        var cpuSeconds: Double
        var cpuMillisecondsPerCall: Double
        /// CPU seconds per second.
        var cores: Double
        var commits: Int
        var commitsPerCall: Double
        /// From the decision to dial to the INVITE; the attempt's commit lies between.
        var millisecondsFromOpeningToInvite: Percentiles
        /// The whole call as the books see it.
        var millisecondsFromOpeningToRecord: Percentiles
        var outcomes: [String: Int]
        /// Nobody is leased, no attempt is open, nobody waits.
        var booksComplete: Bool
        var farEnd: AnsweringFarEnd.Count?
        var loadAverageBefore: Double
    }

    struct Percentiles: Encodable {
        var p50: Double
        var p99: Double
        var worst: Double

        init(_ values: [Double]) {
            let sorted = values.sorted()
            func at(_ share: Double) -> Double {
                sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
            }
            (p50, p99, worst) = (at(0.5), at(0.99), sorted.last ?? 0)
        }
    }
}
