import ArgumentParser
import Campaigns
import Foundation

/// The path of a dial through the books: verdicts with their database reads over a long history, then whole attempts
/// from the lease to the last commit by many callers side by side.
struct DialPathBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dial-path", abstract: "Verdicts and attempts per second, database included.")

    @Option(help: "Contacts that wait.") var contacts = 100_000
    @Option(help: "Attempts of the past for each contact, over 120 days.") var attemptsEach = 20
    @Option(help: "Attempts to make, side by side.") var attempts = 20_000
    @Option(help: "Callers at once; they share commits.") var callers = 128
    @Option(help: "Tasks that read verdicts at once.") var readers = 2
    @Option(help: "The rule set.") var rules = "rules/china.yml"
    @Option(help: "Where the database is made.") var folder: String?

    struct Report: Encodable {
        var contacts: Int
        var pastAttempts: Int
        var rules: String
        var readers: Int
        var verdicts: Int
        var verdictsPerSecond: Int
        var cpuMicrosecondsPerVerdict: Double
        var outlook: ContactBook.Outlook
        var attempts: Int
        var callers: Int
        var attemptsPerSecond: Int
        var cpuMicrosecondsPerAttempt: Double
        var commits: Int
        var databaseMegabytes: Int
        var loadAverageBefore: Double
    }

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let folder = try folder.map { URL(filePath: $0) } ?? Machine.temporaryFolder("benchmark-dial-path")
        defer { if self.folder == nil { try? FileManager.default.removeItem(at: folder) } }
        let site = try DialPathSite(folder: folder, rules: URL(filePath: rules))
        try await site.fill(contacts: contacts, attemptsEach: attemptsEach)
        let database = try DialerDatabase.open(at: site.file)
        let book = ContactBook(database: database, rules: site.rules)
        // Once to warm the cache of the pages, as the daemon's is.
        _ = try await book.outlook(campaign: site.campaign.name, readers: readers, now: site.now)
        let (outlook, reading) = try await timed {
            try await book.outlook(campaign: site.campaign.name, readers: readers, now: site.now)
        }
        let commitsBefore = await database.commitCount
        let (made, writing) = try await timed { try await call(book, site) }
        let commits = await database.commitCount - commitsBefore
        let size = try FileManager.default.attributesOfItem(atPath: site.file.path)[.size] as? Int
        try await database.close()
        return Report(
            contacts: contacts, pastAttempts: contacts * attemptsEach, rules: site.rules.set.name, readers: readers,
            verdicts: outlook.verdicts, verdictsPerSecond: Int(Double(outlook.verdicts) / reading.seconds),
            cpuMicrosecondsPerVerdict: reading.cpu / Double(max(1, outlook.verdicts)) * 1e6, outlook: outlook,
            attempts: made, callers: callers, attemptsPerSecond: Int(Double(made) / writing.seconds),
            cpuMicrosecondsPerAttempt: writing.cpu / Double(max(1, made)) * 1e6, commits: commits,
            databaseMegabytes: (size ?? 0) / 1_000_000, loadAverageBefore: load)
    }

    /// Each caller leases one contact at a time, opens its attempt and finishes it: three commits, shared with the others.
    private func call(_ book: ContactBook, _ site: DialPathSite) async throws -> Int {
        let each = attempts / callers
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    var made = 0
                    while made < each {
                        let answer = try await book.lease(campaign: site.campaign.name, limit: 1, now: site.now)
                        guard case .leased(let leases) = answer, let lease = leases.first else { break }
                        guard
                            case .begun(let attempt) = try await book.beginAttempt(
                                under: lease, trunk: "a", now: site.now)
                        else { continue }
                        _ = try await book.finish(
                            attempt, under: lease, AttemptResult(outcome: .busy), now: site.now)
                        made += 1
                    }
                    return made
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private func timed<Value>(
        _ body: () async throws -> Value
    ) async throws -> (Value, (seconds: Double, cpu: Double)) {
        let (start, cpu) = (ContinuousClock.now, Machine.cpuSeconds)
        let value = try await body()
        return (value, ((ContinuousClock.now - start) / .seconds(1), Machine.cpuSeconds - cpu))
    }
}
