import Foundation
import Testing

@testable import FaxEngine

/// Calls with fax programs that share nothing with us but the modem's tones.
@Suite("With a fax program of other origin at the other end", .serialized)
struct FaxPeerTests {
    /// Twice the clock's leaves a program 27 ms for what it has 55 ms for; more is for an idle machine.
    private static let speed = Double(ProcessInfo.processInfo.environment["DIALERD_FAX_PEER_SPEED"] ?? "") ?? 2

    private func sending(_ pages: [TestPage], _ bench: FaxPeerBench) throws -> FaxOptions {
        try writeTIFF(pages, to: bench.path("sent.tif"))
        var options = FaxOptions()
        options.identity = "+86 171 0000 0001"
        options.document = OutgoingPages(path: bench.path("sent.tif"))
        return options
    }

    // efax offers no error correction and no two-dimensional coding: T.30's common ground.

    @Test("efax gets two pages from us, pixel by pixel", .enabled(if: FaxPeerBench.has("/usr/bin/efax")))
    func sendToEfax() throws {
        let bench = try FaxPeerBench()
        let pages = [TestPage.print(rows: 100, seed: 1), .print(rows: 60, seed: 2)]
        let peer = FaxPeer.efax("-l", "+86 171 0000 0009", "-r", "page")
        try bench.run(role: .calling, options: sending(pages, bench), peer: peer, speed: Self.speed)
        #expect(bench.events.confirmed == [0, 1], "\(bench.peerSaid)")
        #expect(bench.events.result?.cause == .completed)
        #expect(readTIFF(bench.path("page.001")) == [pages[0]])
        #expect(readTIFF(bench.path("page.002")) == [pages[1]])
    }

    @Test("we get a page from efax, below the header that it draws", .enabled(if: FaxPeerBench.has("/usr/bin/efax")))
    func receiveFromEfax() throws {
        let bench = try FaxPeerBench()
        let page = TestPage.print(rows: 100, seed: 3)
        try writeTIFF([page], to: bench.path("sent.tif"))
        var options = FaxOptions()
        options.identity = "+86 171 0000 0002"
        options.receivePath = bench.path("received.tif")
        let peer = FaxPeer.efax("-l", "+86 171 0000 0009", "-h", " ", "-t", "T1", bench.path("sent.tif"))
        try bench.run(role: .answering, options: options, peer: peer, speed: Self.speed)
        #expect(bench.events.received == [0], "\(bench.peerSaid)")
        #expect(bench.events.result?.cause == .completed)
        #expect(bench.peerStatus == 0)
        let received = try #require(readTIFF(bench.path("received.tif"))?.first)
        #expect(Array(received.rows.suffix(page.rows.count)) == page.rows)
    }

    @Test(
        "HylaFAX gets two pages from us with error correction and MMR, pixel by pixel",
        .enabled(if: FaxPeerBench.has("/usr/sbin/faxgetty") && getuid() == 0)
    )
    func sendToHylaFAX() throws {
        let bench = try FaxPeerBench()
        let pages = [TestPage.print(rows: 100, seed: 1), .print(rows: 60, seed: 2)]
        let peer = FaxPeer.hylaFAX(spool: bench.path("spool"))
        try bench.run(role: .calling, options: sending(pages, bench), peer: peer, speed: Self.speed)
        let agreed = try #require(bench.events.parameters.first, "\(bench.peerSaid)")
        #expect(agreed.errorCorrection)
        #expect(agreed.compression == .t6)
        #expect(bench.events.confirmed == [0, 1])
        #expect(bench.events.result?.cause == .completed)
        #expect(readTIFF(bench.path("spool/recvq/fax000000001.tif")) == pages)
    }
}
