import FaxEngine
import Foundation
import Glibc
import Programs
import Testing

@testable import Dialer
@testable import Telephony

@Suite("A fax worker's process")
struct FaxWorkerProcessTests {
    /// A worker, and the daemon's end of its channel.
    private struct Started {
        let process: Int32
        let channel: DescriptorChannel

        /// - Parameter buffer: bytes that may lie unread in the channel; nil leaves the system's.
        init(buffer: Int32? = nil) throws {
            let (ours, theirs) = try DescriptorChannel.pair()
            if var buffer {
                setsockopt(
                    theirs.descriptor, SOL_SOCKET, SO_SNDBUF, &buffer, socklen_t(MemoryLayout.size(ofValue: buffer)))
            }
            process = try ChildProcess.start(try DialerBench.workerExecutable(), ["fax-worker"], inheriting: theirs)
            theirs.handOver()
            channel = ours
        }

        /// Begins a call with a far end that says nothing.
        func begin(_ leg: Int64, on engine: MediaEngine) throws {
            let remote = MediaRemote(
                address: MediaAddress(address: 0x7F00_0001, port: 9), codec: .pcma, telephoneEvent: nil)
            let order = FaxLegOrder(leg: leg, role: .calling, media: MediaParameters(remote: remote), options: .init())
            let port = try engine.openPort()
            try channel.send(encoding: FaxWorkerCommand.start(order), descriptors: port.descriptors)
            port.close()
        }

        /// The status with which the process ends; one that doesn't is killed after a minute, and its status says so.
        func status() async -> Int32 {
            let killing = Task { [process] in
                try await Task.sleep(for: .seconds(60))
                kill(process, SIGKILL)
            }
            defer { killing.cancel() }
            return await withCheckedContinuation { [process] continuation in
                Thread.detachNewThread {
                    var status: Int32 = -1
                    waitpid(process, &status, 0)
                    continuation.resume(returning: status)
                }
            }
        }
    }

    private let engine: MediaEngine

    init() throws { engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range()) }

    @Test("One whose parent is gone ends by itself, in good order")
    func orphaned() async throws {
        let worker = try Started()
        // It is up and serves: it says so once a second.
        var messages = try worker.channel.messages().makeAsyncIterator()
        #expect(await messages.next() != nil)
        worker.channel.shutDown()
        #expect(await worker.status() == 0, "no signal, and no error")
    }

    @Test("One that gets the signals of its daemon's end serves on, so that calls that are up come to theirs")
    func signals() async throws {
        let worker = try Started()
        var messages = try worker.channel.messages().makeAsyncIterator()
        #expect(await messages.next() != nil)
        for ending in [SIGINT, SIGTERM, SIGHUP] { #expect(kill(worker.process, ending) == 0) }
        // A beat may have been on its way.
        for _ in 0..<2 { #expect(await messages.next() != nil) }
        worker.channel.shutDown()
        #expect(await worker.status() == 0)
    }

    @Test("One that is told of a hang-up says what the call came to before it ends the leg")
    func hangUp() async throws {
        let worker = try Started()
        try worker.begin(7, on: engine)
        try worker.channel.send(encoding: FaxWorkerCommand.hungUp(leg: 7))
        let reports = try await within(.seconds(60), "the leg's end") {
            var reports: [FaxWorkerReport] = []
            for await message in try worker.channel.messages() {
                let report = try JSONDecoder().decode(FaxWorkerReport.self, from: Data(message.bytes))
                if case .beat = report { continue }
                reports.append(report)
                if case .ended = report { break }
            }
            return reports
        }
        #expect(reports.count == 2)
        guard case .fax(7, .finished(let result)) = reports.first, case .ended(7, _) = reports.last else {
            Issue.record("\(reports)")
            return
        }
        #expect(result.cause == .farEndHungUp)
        worker.channel.shutDown()
        #expect(await worker.status() == 0)
    }

    @Test("One whose reports nobody reads ends, so that no call of its waits for ever")
    func unread() async throws {
        let worker = try Started(buffer: 1)
        for leg in 0..<10 {
            // It may have ended before it is told of the last one.
            try? worker.begin(Int64(leg), on: engine)
            try? worker.channel.send(encoding: FaxWorkerCommand.hungUp(leg: Int64(leg)))
        }
        #expect(await worker.status() == 0)
    }
}
