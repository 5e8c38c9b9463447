import ArgumentParser
import Foundation
import Telephony

/// Announcement calls at once: each plays a prompt without end, and a process of its own sends every packet back.
struct MediaBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media",
        abstract: "Announcement calls at once against an echoing packet sink."
    )

    @Option(help: "Calls at once.") var calls = 600
    @Option(help: "Seconds to measure, after two seconds of settling.") var seconds = 30
    @Option(help: "Media threads.") var threads = 2
    @Option(help: "First of the ports used; two for each call.") var firstPort: UInt16 = 20_000
    @Option(help: "The sink's port.") var sinkPort: UInt16 = 15_598

    struct Report: Encodable {
        var calls: Int
        var seconds: Double
        var threads: Int
        /// Ticks that began more than 10 ms after their time; each is one frame of every call on its thread.
        var lateFramesPercent: Double
        /// These two since the threads began, settling included.
        var worstTickMilliseconds: Double
        var skippedTicks: Int
        /// The same of a thread with a clock and no calls, in the same run.
        var emptyClockLatePercent: Double
        var emptyClockWorstMilliseconds: Double
        /// Of this process, the sink not counted, user and system.
        var cpuSeconds: Double
        var cpuSecondsPerCallMinute: Double
        var percentOfOneCorePer100Calls: Double
        /// Packets from the first to the last, settling included.
        var packetsSent: Int
        var packetsReceived: Int
        /// Packets a frame, times the ticks a second that were measured.
        var packetsPerSecondPerCall: Double
        var packetsTooLate: Int
        var loadAverageBefore: Double
    }

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let sink = try startSink()
        defer {
            sink.terminate()
            sink.waitUntilExit()
        }
        let lastPort = UInt16(min(65_535, Int(firstPort) + 2 * calls + 100))
        let engine = try MediaEngine(threads: threads, bindAddress: "127.0.0.1", ports: firstPort...lastPort)
        let empty = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: firstPort...lastPort)
        guard let address = MediaAddress(host: "127.0.0.1", port: sinkPort) else { throw ExitCode.failure }
        let parameters = MediaParameters(remote: MediaRemote(address: address, codec: .pcma, telephoneEvent: 101))
        // Four pieces of about a second each, as an announcement is put together.
        let clips = (0..<4).map { PromptClip(linear: Self.speech(samples: 8_000 + 37 * $0)) }
        let legs = try (0..<calls).map { call in
            let leg = VoiceLeg(engine: engine, port: try engine.openPort(), parameters: parameters)
            leg.play(Playlist(id: call, clips: clips, passes: .max))
            return leg
        }
        try await Task.sleep(for: .seconds(2))
        let (clocksBefore, emptyBefore) = (engine.clocks, empty.clocks)
        let (cpuBefore, begin) = (Machine.cpuSeconds, ContinuousClock.now)
        try await Task.sleep(for: .seconds(seconds))
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        let cpu = Machine.cpuSeconds - cpuBefore
        let (clocks, emptyClocks) = (engine.clocks, empty.clocks)
        var report = Report(
            calls: calls,
            seconds: elapsed,
            threads: threads,
            lateFramesPercent: Self.latePercent(clocks, since: clocksBefore),
            worstTickMilliseconds: clocks.map(\.worstMilliseconds).max() ?? 0,
            skippedTicks: clocks.map(\.skippedTicks).reduce(0, +),
            emptyClockLatePercent: Self.latePercent(emptyClocks, since: emptyBefore),
            emptyClockWorstMilliseconds: emptyClocks.map(\.worstMilliseconds).max() ?? 0,
            cpuSeconds: cpu,
            cpuSecondsPerCallMinute: cpu / (Double(calls) * elapsed / 60),
            percentOfOneCorePer100Calls: cpu / elapsed * 100 / (Double(calls) / 100),
            packetsSent: 0,
            packetsReceived: 0,
            packetsPerSecondPerCall: 0,
            packetsTooLate: 0,
            loadAverageBefore: load
        )
        var frames = 0
        for leg in legs {
            let statistics = await leg.close()
            frames += statistics.frames
            report.packetsSent += statistics.packetsSent
            report.packetsReceived += statistics.packetsReceived
            report.packetsTooLate += statistics.packetsTooLate
        }
        let ticks = zip(clocks, clocksBefore).map { $0.ticks - $1.ticks }.reduce(0, +)
        report.packetsPerSecondPerCall =
            Double(report.packetsSent) / Double(max(1, frames)) * Double(ticks) / Double(threads) / elapsed
        return report
    }

    private func startSink() throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["sink", "--port", String(sinkPort)]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // It says so when it listens.
        guard !output.fileHandleForReading.availableData.isEmpty else { throw ExitCode.failure }
        return process
    }

    private static func latePercent(_ after: [ClockStatistics], since before: [ClockStatistics]) -> Double {
        let late = zip(after, before).map { $0.lateTicks - $1.lateTicks }.reduce(0, +)
        let ticks = zip(after, before).map { $0.ticks - $1.ticks }.reduce(0, +)
        return Double(late) / Double(max(1, ticks)) * 100
    }

    private static func speech(samples: Int) -> [Int16] {
        (0..<samples).map { Int16(8_000 * sin(Double($0) * 0.3) * sin(Double($0) * 0.002)) }
    }
}
