import Foundation
import Testing

@testable import FaxEngine

/// efax offers no error correction and no two-dimensional coding: what passes here is T.30's common ground.
@Suite("With efax at the other end", .enabled(if: EfaxBench.isPossible), .serialized)
struct EfaxTests {
    /// Twice the clock's leaves efax 27 ms for what a modem's program has 55 ms for; more is for an idle machine.
    private static let speed = Double(ProcessInfo.processInfo.environment["DIALERD_EFAX_SPEED"] ?? "") ?? 2

    @Test("the terminal sends two pages, and efax has them pixel by pixel")
    func sendToEfax() throws {
        let bench = try EfaxBench()
        let pages = [TestPage.print(rows: 100, seed: 1), .print(rows: 60, seed: 2)]
        try writeTIFF(pages, to: bench.path("sent.tif"))
        var options = FaxOptions()
        options.identity = "+86 171 0000 0001"
        options.document = FaxDocument(path: bench.path("sent.tif"))
        try bench.run(
            role: .calling,
            options: options,
            efaxArguments: ["-l", "+86 171 0000 0009", "-r", "page"],
            speed: Self.speed
        )
        #expect(bench.events.confirmed == [0, 1], "\(bench.efaxSaid)")
        #expect(bench.events.result?.cause == .completed)
        #expect(readTIFF(bench.path("page.001")) == [pages[0]])
        #expect(readTIFF(bench.path("page.002")) == [pages[1]])
    }

    @Test("the terminal receives a page from efax, below the header that efax draws")
    func receiveFromEfax() throws {
        let bench = try EfaxBench()
        let page = TestPage.print(rows: 100, seed: 3)
        try writeTIFF([page], to: bench.path("sent.tif"))
        var options = FaxOptions()
        options.identity = "+86 171 0000 0002"
        options.receivePath = bench.path("received.tif")
        try bench.run(
            role: .answering,
            options: options,
            efaxArguments: ["-l", "+86 171 0000 0009", "-h", " ", "-t", "T1", bench.path("sent.tif")],
            speed: Self.speed
        )
        #expect(bench.events.received == [0], "\(bench.efaxSaid)")
        #expect(bench.events.result?.cause == .completed)
        #expect(bench.efaxStatus == 0)
        let received = try #require(readTIFF(bench.path("received.tif"))?.first)
        #expect(Array(received.rows.suffix(page.rows.count)) == page.rows)
    }
}
