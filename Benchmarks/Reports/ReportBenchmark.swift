import ArgumentParser
import Campaigns
import Foundation

/// A month's report over many attempts, from the tallies that the dialer keeps.
///
/// The attempts are written in bulk (`SampleAttempts`), which is no measure of dialling.
struct ReportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "A month's report over ten million attempts.")

    @Option(help: "Attempts in the month.") var attempts = 10_000_000
    @Option(help: "Of them, those with a sealed record.") var sealed = 500_000
    @Option(help: "Where to make the database; it is removed afterwards.") var directory: String?

    struct Report: Encodable {
        var attempts: Int
        var sealedRecords: Int
        var fillSeconds: Double
        var databaseGigabytes: Double
        var rebuildSeconds: Double
        var tallyRows: [String: Int]
        /// The slowest of three, the first of them with no page in our cache.
        var reportSeconds: [String: Double]
        var campaignsSeconds: Double
        var attemptsInReport: Int64
        var loadAverageBefore: Double
    }

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let folder =
            try directory.map { URL(filePath: $0).appending(path: "report-\(getpid())") }
            ?? Machine.temporaryFolder("benchmark-report")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "dialer.sqlite")
        let key = RecordKeyFile(folder.appending(path: "records.key"))
        let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
        guard let first = CalendarDay(iso: "2026-11-01") else { throw ExitCode.failure }
        var database = try DialerDatabase.open(at: file, recordKey: key)
        let fill = try await seconds {
            try await SampleAttempts(count: attempts, sealed: sealed, firstDay: first, zone: zone).write(to: database)
        }
        let rebuild = try await seconds { try await TallyBook(database: database).rebuild() }
        let rows = try await TallyBook(database: database).rowCounts()
        try await database.close()
        let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int

        var (times, counted): ([String: Double], Int64) = ([:], 0)
        for grouping in [nil] + ReportQuestion.Grouping.allCases.map(Optional.init) {
            let question = try ReportQuestion(from: first, to: first.adding(days: 29), by: grouping, in: zone)
            database = try DialerDatabase.openForReading(at: file, recordKey: key)
            for _ in 0..<3 {
                let time = try await seconds {
                    let report = try await ReportBook(database: database).report(question)
                    _ = report.csv(Figure.all)
                    if case .count(let count)? = Figure.named("attempts")?.value(report.total) { counted = count }
                }
                times[grouping?.rawValue ?? "total"] = max(time, times[grouping?.rawValue ?? "total"] ?? 0)
            }
            try await database.close()
        }
        database = try DialerDatabase.openForReading(at: file, recordKey: key)
        let campaigns = try await seconds { _ = try await ReportBook(database: database).campaigns() }
        try await database.close()
        return Report(
            attempts: attempts,
            sealedRecords: sealed,
            fillSeconds: fill,
            databaseGigabytes: Double(size ?? 0) / 1e9,
            rebuildSeconds: rebuild,
            tallyRows: rows,
            reportSeconds: times,
            campaignsSeconds: campaigns,
            attemptsInReport: counted,
            loadAverageBefore: load)
    }

    private func seconds(_ work: () async throws -> Void) async throws -> Double {
        let begin = ContinuousClock.now
        try await work()
        return (ContinuousClock.now - begin) / .seconds(1)
    }
}
