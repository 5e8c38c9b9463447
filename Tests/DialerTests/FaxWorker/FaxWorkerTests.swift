import Campaigns
import FaxEngine
import Foundation
import Glibc
import PhoneNetwork
import Programs
import Telephony
import Testing

@testable import Dialer

@Suite("Fax workers")
struct FaxWorkerTests {
    @Test("One that is killed in mid page costs its own call only, which goes on at the first unconfirmed page")
    func killed() async throws {
        try await DialerBench.run {
            $0.lines = [.init(.prefix("8621630000"), .fax(FaxMachine(after: .zero)))]
            $0.legsPerWorker = 1
        } body: { bench in
            let entries = bench.exchange.log.entries()
            let short = FaxSample.pages(1)
            let victim = try await bench.enqueue(short + [FaxSample.lastingPage()], to: "02163000001")
            _ = try await bench.heard("the first call", in: entries) { $0.event == .answered ? () : nil }
            let other = try await bench.enqueue(short + [FaxSample.lastingPage()], to: "02163000002")
            let first = try #require(try await bench.attempts().first?.id)
            _ = try await bench.until("page 1 of the first fax on disk") { [bench] in
                try await bench.faxes.queue.status(victim).flatMap { $0.pagesConfirmed == 1 ? () : nil }
            }
            let process = try #require(await bench.faxes.workers.processes.first)
            #expect(kill(process, SIGKILL) == 0)

            let spared = try await bench.fate(of: other)
            #expect(spared.state == .delivered)
            #expect(spared.attemptsUsed == 1, "the other worker's call went through")
            let status = try await bench.fate(of: victim)
            #expect(status.state == .delivered)
            #expect(status.pagesConfirmed == 2)
            #expect(status.attemptsUsed == 2)
            let attempts = try await bench.attempts().filter { $0.faxJob == victim }
            #expect(attempts.map(\.outcome) == [.answered, .answered])
            #expect(attempts.first?.detail == "the fax worker died")
            let again = try #require(attempts.last?.id)
            #expect(try bench.receivedPages(by: first).count == 1)
            #expect(try bench.receivedPages(by: again).count == 1, "page 1 is on disk and not sent again")
            #expect(try await bench.attempts().allSatisfy { $0.finishedAt != nil })
        }
    }

    @Test("One that hangs is found out and killed, and its call is tried again")
    func hung() async throws {
        try await DialerBench.run {
            $0.lines = [.init(.exactly("862163000003"), .fax(FaxMachine(after: .zero)))]
        } body: { bench in
            let entries = bench.exchange.log.entries()
            let job = try await bench.enqueue(FaxSample.pages(2), to: "02163000003")
            _ = try await bench.heard("training", in: entries) { entry in
                if case .faxTrained = entry.event { () } else { nil }
            }
            let process = try #require(await bench.faxes.workers.processes.first)
            #expect(kill(process, SIGSTOP) == 0)
            let status = try await bench.fate(of: job)
            #expect(status.state == .delivered)
            let attempts = try await bench.attempts()
            #expect(attempts.map(\.outcome) == [.answered, .answered])
            #expect(attempts.first?.detail == "the fax worker died")
            #expect(await bench.faxes.workers.processes.contains(process) == false)
            #expect(kill(process, 0) == -1, "it is gone, and reaped")
        }
    }

    @Test("A program that is no worker, and one that isn't there, cost the call but nothing waits for ever")
    func noWorker() async throws {
        let engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range())
        let remote = MediaRemote(
            address: MediaAddress(address: 0x7F00_0001, port: 9), codec: .pcma, telephoneEvent: nil)
        let missing = FaxWorkerPool(executable: "/nonexistent/program", legsPerWorker: 2, logger: LogBook().logger)
        let unused = try engine.openPort()
        await #expect(throws: MediaError.self) {
            _ = try await missing.start(
                role: .calling, media: MediaParameters(remote: remote), options: .init(), port: unused)
        }
        // It may be gone before or after it is told to begin.
        let wrong = FaxWorkerPool(executable: "/bin/false", legsPerWorker: 2, logger: LogBook().logger)
        let port = try engine.openPort()
        let leg = try? await wrong.start(
            role: .calling, media: MediaParameters(remote: remote), options: .init(), port: port)
        guard let leg else { return }
        let isLost = try await within(.seconds(60), "the leg's end") {
            for await event in leg.events { if case .lost = event { return true } }
            return false
        }
        #expect(isLost)
    }

    @Test("They end with their pool")
    func endOfPool() async throws {
        let engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range())
        let remote = MediaRemote(
            address: MediaAddress(address: 0x7F00_0001, port: 9), codec: .pcma, telephoneEvent: nil)
        let executable = try DialerBench.workerExecutable()
        var pool: FaxWorkerPool? = FaxWorkerPool(executable: executable, legsPerWorker: 2, logger: LogBook().logger)
        let leg = try #require(
            try await pool?.start(
                role: .calling, media: MediaParameters(remote: remote), options: .init(), port: try engine.openPort()))
        let process = try #require(await pool?.processes.first)
        pool = nil
        let isLost = try await within(.seconds(60), "the leg's end") {
            for await event in leg.events { if case .lost = event { return true } }
            return false
        }
        #expect(isLost)
        #expect(kill(process, 0) == -1, "it is gone, and reaped")
    }

    @Test("However many calls come at once, no worker gets more than its seats")
    func seats() async throws {
        let engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: TestPorts.range())
        let pool = FaxWorkerPool(
            executable: try DialerBench.workerExecutable(), legsPerWorker: 2, logger: LogBook().logger)
        let remote = MediaRemote(
            address: MediaAddress(address: 0x7F00_0001, port: 9), codec: .pcma, telephoneEvent: nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    _ = try await pool.start(
                        role: .calling, media: MediaParameters(remote: remote), options: .init(),
                        port: try engine.openPort())
                }
            }
            try await group.waitForAll()
        }
        #expect(await pool.processes.count == 3)
    }
}
