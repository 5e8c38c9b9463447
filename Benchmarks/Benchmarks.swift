import ArgumentParser

@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dialerd-bench",
        abstract: "Measures dialerd on this machine; prints JSON.",
        subcommands: [MediaBenchmark.self, PacketSink.self]
    )
}
