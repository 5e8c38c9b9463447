import ArgumentParser

@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures dialerd on this machine; prints JSON.",
        subcommands: [
            MediaBenchmark.self, CallsBenchmark.self, PagesBenchmark.self, RulesBenchmark.self, RecordsBenchmark.self,
            ImportBenchmark.self, DialPathBenchmark.self, ReportBenchmark.self, AgentsBenchmark.self,
            PacingBenchmark.self, PredictiveBenchmark.self, All.self, PacketSink.self, AgentsFarSide.self,
            PredictiveFarSide.self,
        ]
    )
}

/// One after the other, so that none disturbs another; without `report`, which needs gigabytes of disk.
struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "All benchmarks with their standard settings.")

    private struct Report: Encodable {
        var media: MediaBenchmark.Report
        var calls: CallsBenchmark.Report
        var pages: PagesBenchmark.Report
        var rules: RulesBenchmark.Report
        var records: RecordsBenchmark.Report
    }

    func run() async throws {
        try printJSON(
            Report(
                media: try await MediaBenchmark.parse([]).measure(),
                calls: try await CallsBenchmark.parse([]).measure(),
                pages: try await PagesBenchmark.parse([]).measure(),
                rules: try RulesBenchmark.parse([]).measure(),
                records: try await RecordsBenchmark.parse([]).measure()))
    }
}
