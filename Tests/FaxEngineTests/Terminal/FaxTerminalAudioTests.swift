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
}
