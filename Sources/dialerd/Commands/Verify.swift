import ArgumentParser
import Campaigns
import Foundation

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what was changed in the sealed records since they were written.",
        discussion: """
            Every fault is one sentence with its place; the exit code is 1 when there is any. Nothing is changed, and the \
            daemon may go on working. docs/records.md says what each means and what to do.
            """)

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var form: ReportForm

    /// More than anybody reads; the count goes on.
    private static let listed = 1_000

    private struct Report: Encodable {
        struct Fault: Encodable {
            let code: String
            let sentence: String
        }

        var isWhole = true
        var records: Int64 = 0
        var anchors = 0
        var faultCount = 0
        var faults: [Fault] = []
    }

    func run() async throws {
        let configuration = try file.read()
        let database = try configuration.databaseForReading()
        let seal = try configuration.blaming("records.key-file") { try configuration.records.key.read() }
        let verifier = RecordVerifier(database: database, seal: seal, anchors: configuration.records.anchors)
        var (report, pace) = (Report(), ProgressPace(every: .seconds(5)))
        let began = ContinuousClock.now
        let counts = try await verifier.verify { progress in
            let line = pace.line(progress, after: ContinuousClock.now - began)
            if let line, !form.isJSON { complain(line) }
        } onFault: { fault in
            report.faultCount += 1
            guard report.faultCount <= Self.listed else { return }
            if form.isJSON {
                report.faults.append(.init(code: fault.code, sentence: "\(fault)"))
            } else {
                say("\(fault)")
            }
        }
        (report.isWhole, report.records, report.anchors) = (counts.faults == 0, counts.records, counts.anchors)
        say(form.isJSON ? try json(report) : sentence(report))
        if !report.isWhole { throw ExitCode.failure }
    }

    private func sentence(_ report: Report) -> String {
        let looked = "records: \(report.records), anchors: \(report.anchors), faults: \(report.faultCount)"
        guard !report.isWhole else { return "\(looked); all is as it was sealed." }
        let more = report.faultCount > Self.listed ? "; the first \(Self.listed) are listed" : ""
        return "\(looked)\(more)."
    }
}

/// Tells now and then how far a long look is.
struct ProgressPace {
    private let interval: Duration
    private var told = Duration.zero

    init(every interval: Duration) { self.interval = interval }

    /// A line when it is time for one again.
    mutating func line(_ progress: RecordVerifier.Progress, after elapsed: Duration) -> String? {
        guard elapsed - told >= interval, progress.done > 0 else { return nil }
        told = elapsed
        guard progress.part == .records else { return "looking for rows without a record" }
        let left = elapsed * (Double(progress.total - progress.done) / Double(progress.done))
        return "\(progress.done) of \(progress.total) records, \(left.components.seconds) s left"
    }
}
