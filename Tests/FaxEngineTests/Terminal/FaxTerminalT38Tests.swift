import Foundation
import Testing

@testable import FaxEngine

@Suite("A fax terminal over T.38")
struct FaxTerminalT38Tests {
    @Test("sends three pages with error correction", arguments: [0, 1, 3])
    func threePages(version: Int) throws {
        let pages = (0..<3).map { TestPage.print(seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages)
        bench.calling.switchToT38(T38Options(version: version))
        bench.answering.switchToT38(T38Options(version: version))
        bench.runT38()
        #expect(bench.sent.confirmed == [0, 1, 2])
        #expect(bench.received.received == [0, 1, 2])
        #expect(bench.sent.result?.cause == .completed)
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("sends without error correction")
    func withoutErrorCorrection() throws {
        let pages = [TestPage.print(seed: 1)]
        let bench = try FaxBench(pages: pages, calling: { $0.errorCorrection = false })
        bench.calling.switchToT38(T38Options())
        bench.answering.switchToT38(T38Options())
        bench.runT38()
        #expect(bench.sent.parameters.first?.errorCorrection == false)
        #expect(bench.sent.result?.cause == .completed)
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("changes over from audio as soon as the far end has shown itself", arguments: [FaxTone.ced, .v21Preamble])
    func changeOver(after tone: FaxTone) throws {
        let pages = (0..<2).map { TestPage.print(seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages)
        bench.runAudio { $0.sent.tones.contains(tone) }
        #expect(!bench.bothFinished)
        bench.calling.switchToT38(T38Options())
        bench.answering.switchToT38(T38Options())
        bench.runT38()
        #expect(bench.sent.confirmed == [0, 1])
        #expect(bench.sent.result?.cause == .completed)
        #expect(bench.received.result?.cause == .completed)
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("goes on at the first unconfirmed page when it changes over in the midst of a document")
    func changeOverLate() throws {
        let pages = (0..<3).map { TestPage.print(rows: 120, seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages)
        bench.runAudio { $0.sent.confirmed.count == 1 }
        bench.calling.switchToT38(T38Options())
        bench.answering.switchToT38(T38Options())
        bench.runT38()
        #expect(bench.sent.confirmed == [0, 1, 2])
        #expect(bench.sent.result?.pagesConfirmed == 3)
        #expect(bench.sent.result?.cause == .completed)
    }

    @Test("keeps within the image rate that was agreed on")
    func slower() throws {
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)], calling: { $0.modems = .v27ter })
        bench.calling.switchToT38(T38Options())
        bench.answering.switchToT38(T38Options())
        bench.runT38()
        #expect(bench.sent.parameters.first?.bitRate == 4_800)
        #expect(bench.sent.result?.cause == .completed)
    }

    @Test("sends no packet longer than an IFP of 72 bytes, and asks for copies of the indicators")
    func packets() throws {
        let bench = try FaxBench(pages: [.print(seed: 1)])
        bench.calling.switchToT38(T38Options())
        bench.answering.switchToT38(T38Options())
        bench.runT38()
        #expect(bench.longestPacket > 20 && bench.longestPacket <= 72)
        #expect(bench.mostCopies == 3)
    }

    @Test("ends by its watchdog when the packets stop coming")
    func packetsStop() throws {
        let bench = try FaxBench(pages: [.noise(rows: 100, seed: 1)])
        bench.calling.switchToT38(T38Options())
        bench.answering.switchToT38(T38Options())
        bench.runT38 { $0.received.parameters.count == 1 }
        bench.runT38(until: { [stop = bench.steps + 100] in $0.steps >= stop })
        bench.losesPackets = true
        bench.runT38()
        #expect(bench.sent.result?.isComplete == false)
        #expect(bench.received.result?.isComplete == false)
        #expect(bench.sent.confirmed.isEmpty)
        #expect(bench.steps < 250 * 50)
    }
}
