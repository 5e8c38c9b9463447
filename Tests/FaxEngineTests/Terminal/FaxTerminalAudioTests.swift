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

    /// Noise in the image that follows so many confirmed pages, so strong that the receiver answers with RTN.
    private func spoilImage(_ bench: FaxBench, after pages: Int = 0) {
        var noise = SplitMix(state: 1)
        var imageBegan: Int?
        bench.lineToAnswering = { [unowned bench] step, frame in
            let isTrained = !bench.sent.parameters.isEmpty
            if imageBegan == nil, isTrained, bench.sent.confirmed.count == pages { imageBegan = step }
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
        spoilImage(bench)
        bench.runAudio()
        #expect(bench.sent.refused == [0])
        #expect(bench.received.refused == [0])
        #expect(bench.sent.confirmed == [0, 1])
        #expect(bench.received.received == [0, 1])
        #expect(readTIFF(bench.receivedPath) == pages)
    }

    @Test("does not call a fax complete at either end whose last page was answered with RTN", arguments: [1, 2])
    func lastRefused(count: Int) throws {
        let pages = (0..<count).map { TestPage.print(rows: 600, seed: UInt64($0)) }
        let bench = try FaxBench(pages: pages, calling: { $0.errorCorrection = false })
        spoilImage(bench, after: count - 1)
        bench.runAudio()
        #expect(bench.sent.refused == [count - 1])
        #expect(bench.sent.confirmed.count == count - 1)
        #expect(bench.sent.result?.cause == .pageRefused)
        #expect(bench.received.received.count == count - 1)
        #expect(bench.received.result?.isComplete == false)
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
}
