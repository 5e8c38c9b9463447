import Foundation
import Testing

@testable import FaxEngine

@Suite("A fax terminal over audio")
struct FaxTerminalAudioTests {
    @Test("sends one page with error correction and MMR, and it arrives pixel by pixel")
    func onePage() throws {
        let pages = [TestPage.print(seed: 1)]
        let bench = try FaxBench(pages: pages)
        bench.runAudio()
        #expect(bench.sent.result?.cause == .completed)
        #expect(bench.received.result?.cause == .completed)
        #expect(bench.sent.confirmed == [0])
        #expect(bench.received.received == [0])
        #expect(readTIFF(bench.receivedPath) == pages)
        let agreed = try #require(bench.sent.parameters.first)
        #expect(agreed.bitRate == 14_400)
        #expect(agreed.errorCorrection)
        #expect(agreed.compression == .t6)
        #expect(agreed.resolution == .fine)
        #expect(agreed.farEnd.identity == "+86 171 0000 0002")
        #expect(bench.received.parameters.first?.farEnd.identity == "+86 171 0000 0001")
    }

    @Test("sends three pages in order and confirms each by its number")
    func threePages() throws {
        let pages = (0..<3).map { TestPage.print(seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages)
        bench.runAudio()
        #expect(bench.sent.confirmed == [0, 1, 2])
        #expect(bench.received.received == [0, 1, 2])
        #expect(bench.sent.result?.pagesConfirmed == 3)
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("gives the rows, the bytes and the rate of each page")
    func statistics() throws {
        let bench = try FaxBench(pages: [.print(rows: 200, seed: 1), .print(rows: 320, seed: 2)])
        bench.runAudio()
        let statistics: [PageStatistics] = bench.sent.compactMap {
            if case .pageConfirmed(_, let statistics) = $0 { statistics } else { nil }
        }
        #expect(statistics.map(\.rows) == [200, 320])
        #expect(statistics.allSatisfy { $0.imageBytes > 1_000 && $0.bitRate == 14_400 && $0.width == 1_728 })
    }

    @Test("sends without error correction in one-dimensional coding")
    func withoutErrorCorrection() throws {
        let pages = [TestPage.print(seed: 1), .print(seed: 2)]
        let bench = try FaxBench(
            pages: pages,
            calling: {
                $0.errorCorrection = false
                $0.compressions = .t4OneDimensional
            }
        )
        bench.runAudio()
        let agreed = try #require(bench.sent.parameters.first)
        #expect(!agreed.errorCorrection)
        #expect(agreed.compression == .t4OneDimensional)
        #expect(bench.sent.confirmed == [0, 1])
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("keeps to the modems it is given", arguments: [(FaxModems.upToV29, 9_600), (.v27ter, 4_800)])
    func modems(_ modems: FaxModems, rate: Int) throws {
        let pages = [TestPage.print(seed: 1)]
        let bench = try FaxBench(pages: pages, calling: { $0.modems = modems })
        bench.runAudio()
        #expect(bench.sent.parameters.first?.bitRate == rate)
        #expect(bench.sent.result?.cause == .completed)
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("does not take the confirmation of a part of a long page for the page's")
    func longPage() throws {
        // More than 256 frames of 256 octets (T.4 Annex A): the page goes in two parts, each answered with MCF.
        let pages = [TestPage.noise(rows: 250, seed: 1), .print(rows: 60, seed: 2)]
        let bench = try FaxBench(pages: pages)
        bench.runAudio()
        #expect(bench.sent.confirmed == [0, 1])
        #expect(bench.received.received == [0, 1])
        #expect(readTIFF(bench.receivedPath) == pages)
        let confirmed = bench.sent.compactMap {
            if case .pageConfirmed(_, let page) = $0 { page.imageBytes } else { nil }
        }
        #expect(try #require(confirmed.first) > 65_536)
    }

    @Test("hears that the far end is a fax machine")
    func tones() throws {
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)])
        bench.runAudio()
        #expect(bench.sent.tones.first == .ced)
        #expect(bench.received.tones.first == .cng)
        #expect(bench.sent.tones.count <= 2)
        #expect(bench.sent.first == .heardFaxTone(.ced))
    }

    @Test("resumes at a page and numbers it as the document does")
    func resume() throws {
        let pages = (0..<4).map { TestPage.print(rows: 120, seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages, firstPage: 2)
        bench.runAudio()
        #expect(bench.sent.confirmed == [2, 3])
        #expect(bench.sent.result?.cause == .completed)
        #expect(bench.sent.result?.pagesConfirmed == 2)
        #expect(readTIFF(bench.receivedPath) == Array(pages[2...]))
    }

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

    @Test("sends the twin to a machine without fine resolution")
    func standardTwin() throws {
        let twin = [TestPage.print(rows: 150, seed: 7)]
        let bench = try FaxBench(pages: [.print(seed: 1)], twin: twin, answering: { $0.receivesFine = false })
        bench.runAudio()
        let agreed = try #require(bench.sent.parameters.first)
        #expect(agreed.sendsStandardTwin)
        #expect(agreed.resolution == .standard)
        #expect(bench.sent.confirmed == [0])
        #expect(readTIFF(bench.receivedPath) == twin)
    }

    @Test("keeps the fine document for a machine that can print it")
    func noTwinNeeded() throws {
        let pages = [TestPage.print(seed: 1)]
        let bench = try FaxBench(pages: pages, twin: [.print(rows: 150, seed: 7)])
        bench.runAudio()
        #expect(bench.sent.parameters.first?.sendsStandardTwin == false)
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("says incompatible where there is no twin for a machine without fine resolution")
    func noTwin() throws {
        let bench = try FaxBench(pages: [.print(seed: 1)], answering: { $0.receivesFine = false })
        bench.runAudio()
        #expect(bench.sent.result?.cause == .incompatible)
        #expect(bench.sent.confirmed.isEmpty)
    }

    @Test("carries a page over a line that loses frames, by hearing the last one again")
    func lossy() throws {
        let pages = [TestPage.print(seed: 1)]
        let bench = try FaxBench(pages: pages)
        bench.lineToAnswering = { step, frame in step % 400 == 399 ? nil : frame }
        bench.runAudio()
        #expect(bench.sent.result?.cause == .completed)
        #expect(readTIFF(bench.receivedPath) == pages)
        #expect(bench.sent.contains { if case .pageRepeated(index: 0) = $0 { true } else { false } })
    }

    /// Noise in the first image, so strong that the receiver answers with RTN.
    private func spoilFirstImage(_ bench: FaxBench) {
        var noise = SplitMix(state: 1)
        var imageBegan: Int?
        bench.lineToAnswering = { [unowned bench] step, frame in
            if imageBegan == nil, !bench.sent.parameters.isEmpty { imageBegan = step }
            guard let imageBegan, (imageBegan + 60..<imageBegan + 1_200).contains(step), step % 2 == 0 else {
                return frame
            }
            return frame.map { $0 &+ Int16.random(in: -9_000...9_000, using: &noise) }
        }
    }

    @Test("does not confirm a page that was answered with RTN, and sends it again before the next")
    func refused() throws {
        let pages = (0..<2).map { TestPage.print(rows: 600, seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages, calling: { $0.errorCorrection = false })
        spoilFirstImage(bench)
        bench.runAudio()
        #expect(bench.sent.refused == [0])
        #expect(bench.received.refused == [0])
        #expect(bench.sent.confirmed == [0, 1])
        #expect(bench.received.received == [0, 1])
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("does not call a fax complete whose last page was answered with RTN")
    func lastRefused() throws {
        let bench = try FaxBench(pages: [.print(rows: 600, seed: 1)], calling: { $0.errorCorrection = false })
        spoilFirstImage(bench)
        bench.runAudio()
        #expect(bench.sent.refused == [0])
        #expect(bench.sent.confirmed.isEmpty)
        #expect(bench.sent.result?.cause == .pageRefused)
        #expect(bench.received.received.isEmpty)
        #expect(bench.received.result?.isComplete == false)
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

    @Test("takes a caller who comes only 30 s after the answer")
    func lateCaller() throws {
        let pages = [TestPage.print(rows: 60, seed: 1)]
        let bench = try FaxBench(pages: pages)
        let silence = [Int16](repeating: 0, count: 160)
        bench.lineToCalling = { step, frame in step < 1_500 ? silence : frame }
        bench.lineToAnswering = bench.lineToCalling
        bench.runAudio()
        #expect(bench.sent.result?.cause == .completed)
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("says that no fax machine is there when a caller hears nothing for T0, 60 s")
    func noAnswer() throws {
        let bench = try FaxBench(pages: [.print(rows: 60, seed: 1)])
        bench.lineToCalling = { _, _ in [Int16](repeating: 0, count: 160) }
        bench.runAudio { $0.calling.isFinished }
        #expect(bench.sent.result?.cause == .noFaxMachine)
        #expect((55 * 50...65 * 50).contains(bench.steps))
    }

    @Test("does not take a long slow page for silence", arguments: [true, false], [true, false])
    func slowPage(errorCorrection: Bool, overT38: Bool) throws {
        let pages = [TestPage.noise(rows: 120, seed: 1)]
        let adjust: (inout FaxOptions) -> Void = {
            $0.modems = .v27ter
            $0.errorCorrection = errorCorrection
            $0.limits.silence = FaxWatchdog.Limits.seconds(12)
        }
        let bench = try FaxBench(pages: pages, calling: adjust, answering: adjust)
        if overT38 {
            bench.calling.switchToT38(T38Options())
            bench.answering.switchToT38(T38Options())
            bench.runT38()
        } else {
            bench.runAudio()
        }
        #expect(bench.steps > 60 * 50)
        #expect(bench.sent.result?.cause == .completed)
        #expect(bench.received.result?.cause == .completed)
        #expect(readTIFF(bench.receivedPath) == pages)
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
