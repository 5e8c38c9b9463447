import Foundation
import Testing

@testable import FaxEngine

@Suite("The end of a fax call")
struct FaxTerminalEndTests {
    @Test("tells which pages were confirmed when the far end hangs up in the third")
    func brokenOff() throws {
        let pages = (0..<4).map { TestPage.print(seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages)
        bench.runAudio { $0.sent.confirmed.count == 2 }
        bench.runAudio(until: { [stop = bench.steps + 150] in $0.steps >= stop })
        bench.calling.hangUp()
        bench.answering.hangUp()
        #expect(bench.sent.confirmed == [0, 1])
        #expect(bench.sent.result?.cause == .farEndHungUp)
        #expect(bench.sent.result?.pagesConfirmed == 2)
        #expect(bench.received.received == [0, 1])
        #expect(bench.received.result?.cause == .farEndHungUp)
        #expect(readTIFF(bench.receivedPath)?.prefix(2) == pages.prefix(2))
    }

    @Test("comes at once when the call is hung up, whenever that is", arguments: 0..<30)
    func anyMoment(second: Int) throws {
        let bench = try FaxBench(pages: (0..<2).map { .print(rows: 60, seed: UInt64($0)) })
        bench.runAudio(until: { $0.steps >= second * 50 })
        for terminal in [bench.calling, bench.answering] {
            terminal?.hangUp()
            #expect(terminal?.isFinished == true)
        }
        for events in [bench.sent, bench.received] {
            #expect(events.filter { if case .finished = $0 { true } else { false } }.count == 1)
        }
    }

    @Test("leaves no file behind when the far end hangs up before a page")
    func noPage() throws {
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)])
        bench.runAudio { !$0.received.parameters.isEmpty }
        bench.answering.hangUp()
        #expect(bench.received.result?.cause == .farEndHungUp)
        #expect(bench.received.result?.pagesReceived == 0)
        #expect(readTIFF(bench.receivedPath) == nil)
    }

    @Test("gives up when the far end falls silent in the second page")
    func fallsSilent() throws {
        let bench = try FaxBench(pages: (0..<3).map { .print(seed: UInt64($0)) })
        bench.runAudio { $0.sent.confirmed.count == 1 }
        bench.lineToCalling = { _, _ in [Int16](repeating: 0, count: 160) }
        bench.lineToAnswering = bench.lineToCalling
        bench.runAudio()
        #expect(bench.sent.confirmed == [0])
        #expect(bench.sent.result?.cause == .farEndSilent)
        #expect(bench.received.received == [0])
        #expect(bench.received.result.map { !$0.isComplete } == true)
    }

    @Test("does nothing but silence after its end")
    func afterTheEnd() throws {
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)])
        bench.runAudio()
        let count = bench.sent.count
        bench.calling.hangUp()
        bench.calling.cancel()
        bench.runAudio(until: { [stop = bench.steps + 10] in $0.steps >= stop })
        #expect(bench.sent.count == count)
    }

    @Test("may be ended by its listener in the midst of an event")
    func endedByListener() throws {
        var terminal: FaxTerminal?
        var events: [FaxEvent] = []
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)])
        var options = FaxOptions()
        options.document = OutgoingPages(path: bench.sentPath)
        terminal = FaxTerminal(role: .calling, options: options) { event in
            events.append(event)
            if case .negotiated = event { terminal?.cancel() }
        }
        bench.replaceCalling(try #require(terminal))
        bench.runAudio { _ in events.result != nil }
        #expect(events.result?.cause == .cancelled)
        #expect(events.filter { if case .finished = $0 { true } else { false } }.count == 1)
    }

    @Test("goes on answering until 39 s have passed while nothing is heard, and then names the lack")
    func answersPatiently() throws {
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)])
        bench.lineToAnswering = { _, _ in [Int16](repeating: 0, count: 160) }
        bench.runAudio { $0.answering.isFinished }
        #expect((35 * 50...45 * 50).contains(bench.steps))
        #expect(bench.received.result?.cause == .farEndSilent || bench.received.result?.cause == .noFaxMachine)
        #expect(readTIFF(bench.receivedPath) == nil)
    }

    @Test("says that no fax machine is there when a caller hears nothing for T0, 60 s")
    func noAnswer() throws {
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)])
        bench.lineToCalling = { _, _ in [Int16](repeating: 0, count: 160) }
        bench.runAudio { $0.calling.isFinished }
        #expect(bench.sent.result?.cause == .noFaxMachine)
        #expect((55 * 50...65 * 50).contains(bench.steps))
    }

    @Test("refuses to receive into a path that spandsp would cut")
    func longPath() throws {
        let bench = try FaxBench(
            pages: [.print(rows: 60, seed: 1)],
            answering: { $0.receivePath = "/tmp/" + String(repeating: "x", count: 300) }
        )
        bench.runAudio(until: { $0.answering.isFinished })
        #expect(bench.steps <= 1)
        #expect(bench.received.result?.cause == .fileTrouble)
    }

    @Test("names a document that cannot be read", arguments: ["missing", "garbage", "long path"])
    func unreadable(kind: String) throws {
        let bench = try FaxBench(
            pages: [.print(rows: 60, seed: 1)],
            calling: {
                let path = $0.document?.path ?? ""
                switch kind {
                case "missing": $0.document?.path = path + ".not"
                case "garbage": try? Data(repeating: 0x55, count: 4_000).write(to: URL(filePath: path))
                default: $0.document?.path = "/tmp/" + String(repeating: "x", count: 300)
                }
            }
        )
        bench.runAudio()
        #expect(bench.sent.result?.cause == .fileTrouble)
        #expect(bench.sent.confirmed.isEmpty)
    }
}
