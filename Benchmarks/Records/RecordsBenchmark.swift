import ArgumentParser
import Campaigns
import Foundation

/// Calls to 170 sealed by many callers at once, then the whole chain verified.
///
/// Attempts cost more, for each is compared with its row.
struct RecordsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "Sealed records written and verified per second.")

    @Option(help: "Records to write.") var records = 200_000
    @Option(help: "Callers at once; they share commits.") var callers = 256

    struct Report: Encodable {
        var records: Int
        var callers: Int
        var writtenPerSecond: Double
        var cpuMicrosecondsPerRecordWritten: Double
        var verifiedPerSecond: Double
        var bytesPerRecord: Int
        var faults: Int
        var loadAverageBefore: Double
    }

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let folder = try Machine.temporaryFolder("benchmark-records")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "dialer.sqlite")
        let database = try DialerDatabase.open(
            at: file, recordKey: RecordKeyFile(folder.appending(path: "records.key")))
        guard let seal = database.records?.seal else { throw ExitCode.failure }
        let (cpuBefore, begin) = (Machine.cpuSeconds, ContinuousClock.now)
        let records = records / callers * callers
        try await write(EnquiryBook(database: database))
        let (cpu, seconds) = (Machine.cpuSeconds - cpuBefore, (ContinuousClock.now - begin) / .seconds(1))
        let anchors = AnchorFile(folder.appending(path: "records.anchors"))
        try await RecordAnchors(database: database, seal: seal, file: anchors).writeLast(now: .now)
        let beginVerify = ContinuousClock.now
        let verifier = RecordVerifier(database: database, seal: seal, anchors: anchors)
        let found = try await verifier.verify { print("fault: \($0)") }
        let verifySeconds = (ContinuousClock.now - beginVerify) / .seconds(1)
        try await database.close()
        let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
        return Report(
            records: records,
            callers: callers,
            writtenPerSecond: Double(records) / seconds,
            cpuMicrosecondsPerRecordWritten: cpu / Double(records) * 1e6,
            verifiedPerSecond: Double(found.records) / verifySeconds,
            bytesPerRecord: (size ?? 0) / records,
            faults: found.faults,
            loadAverageBefore: load)
    }

    private func write(_ book: EnquiryBook) async throws {
        let (callers, share) = (callers, records / callers)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for call in 0..<share {
                        let enquiry = EnquiryRecord(
                            callID: "\(caller)-\(call)@192.0.2.10", calledNumber: "170",
                            callingNumber: "+862062100001", openedAt: .now, language: .mandarin, end: "done")
                        let secret = RecordSecret(answeredAt: .now, endedAt: .now + .seconds(60))
                        try await book.keep(enquiry, secret, now: .now)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
