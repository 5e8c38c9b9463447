import Foundation
import Testing

@testable import FaxEngine

@Suite("A received fax on disk")
struct ReceivedFaxTests {
    @Test("has the pages that were answered for, with their size and resolution")
    func pages() throws {
        let bench = try FaxBench(pages: [.print(rows: 120, seed: 1), .print(rows: 80, seed: 2)])
        bench.runAudio()
        let fax = try #require(ReceivedFax(path: bench.receivedPath))
        #expect(
            fax.pages == [
                .init(width: 1_728, rows: 120, resolution: .fine), .init(width: 1_728, rows: 80, resolution: .fine),
            ]
        )
        #expect(fax.holds(try #require(bench.received.result)))
    }

    @Test("holds every answered page of a call that broke off")
    func brokenOff() throws {
        let bench = try FaxBench(pages: (0..<3).map { .print(seed: UInt64($0)) })
        bench.runAudio { $0.received.received.count == 2 }
        bench.runAudio(until: { [stop = bench.steps + 300] in $0.steps >= stop })
        bench.answering.hangUp()
        let result = try #require(bench.received.result)
        #expect(result.pagesReceived == 2)
        let fax = try #require(ReceivedFax(path: bench.receivedPath))
        #expect(fax.holds(result))
        #expect(fax.pages.count == 2)
    }

    @Test("is not there when no page came")
    func nothing() throws {
        let bench = try FaxBench(pages: [.print(rows: 120, seed: 1)])
        bench.runAudio { !$0.received.parameters.isEmpty }
        bench.answering.hangUp()
        #expect(bench.received.result?.pagesReceived == 0)
        #expect(ReceivedFax(path: bench.receivedPath) == nil)
    }

    @Test("is refused when it is not a TIFF, or a broken one", arguments: [0, 4, 9, 200])
    func broken(length: Int) throws {
        let bench = try FaxBench(pages: [.print(rows: 120, seed: 1)])
        bench.runAudio()
        var data = try Data(contentsOf: URL(filePath: bench.receivedPath))
        data.removeLast(data.count - length)
        try data.write(to: URL(filePath: bench.receivedPath))
        #expect(ReceivedFax(path: bench.receivedPath) == nil)
    }
}
