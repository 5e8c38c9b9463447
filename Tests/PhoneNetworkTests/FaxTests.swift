import Crypto
import Foundation
import Telephony
import Testing

@testable import FaxEngine
@testable import PhoneNetwork

/// Faxes sent to the exchange in real time, side by side.
@Suite struct FaxTests {
    /// A short page: some bars on white, another number, other bars.
    private func page(_ number: Int, rows: Int = 200) -> BilevelImage {
        let bytesPerRow = FaxResolution.pageWidth / 8
        var pixels = [UInt8](repeating: 0, count: rows * bytesPerRow)
        for row in 20..<(20 + 10 * number) {
            for column in 25..<50 { pixels[row * bytesPerRow + column] = 0xFF }
        }
        return BilevelImage(width: FaxResolution.pageWidth, resolution: .fine, rows: pixels)
    }

    private func document(_ pages: Int, in folder: URL) throws -> (path: String, hashes: [String]) {
        let images = (1...pages).map { page($0) }
        let url = folder.appending(path: "document.tif")
        try FaxTIFF.write(images, to: url)
        return (url.path, images.map { SHA256.hash(data: $0.rows).map { String(format: "%02x", $0) }.joined() })
    }

    private func offers(_ entries: [ExchangeEntry]) -> [ExchangeEvent] {
        entries.map(\.event).filter { event in
            switch event {
            case .offered, .offerAnswered: true
            default: false
            }
        }
    }

    @Test func faxThatAsksForT38ReceivesEveryPage() async throws {
        try await ExchangeBench.run([.init(.exactly("1"), .fax(FaxMachine(after: .zero, t38: .offers)))]) { bench in
            let (path, hashes) = try document(2, in: bench.folder)
            let outcome = try await FaxCaller(sending: path).send(to: "1", attempt: 77, .accepts, on: bench)
            #expect(outcome.result.isComplete)
            #expect(outcome.confirmed == [0, 1])
            let entries = try await bench.endedLog()
            #expect(
                offers(entries) == [.offered(by: .exchange, media: .t38), .offerAnswered(status: 200, media: .t38)]
            )
            let attempt = try #require(ExchangeSummary(entries).attempts[77])
            #expect(attempt.pages.map(\.index) == [0, 1])
            #expect(attempt.pages.map(\.rows) == [200, 200])
            #expect(attempt.pages.map(\.sha256) == hashes)
            let file = try #require(attempt.pages.first?.file)
            #expect(FileManager.default.fileExists(atPath: file))
            #expect(entries.contains { if case .faxFinished("completed", _, 2) = $0.event { true } else { false } })
        }
    }

    @Test func faxTakesT38WhenTheCallerAsks() async throws {
        try await ExchangeBench.run([.init(.exactly("1"), .fax(FaxMachine(after: .zero, t38: .accepts)))]) { bench in
            let (path, hashes) = try document(1, in: bench.folder)
            let outcome = try await FaxCaller(sending: path).send(to: "1", .asks, on: bench)
            #expect(outcome.result.isComplete)
            let entries = try await bench.endedLog()
            #expect(
                offers(entries) == [.offered(by: .dialer, media: .t38), .offerAnswered(status: 200, media: .t38)]
            )
            #expect(ExchangeSummary(entries).attempts[1]?.pages.map(\.sha256) == hashes)
        }
    }

    @Test func faxThatRefusesT38GoesOnInAudio() async throws {
        try await ExchangeBench.run([.init(.exactly("1"), .fax(FaxMachine(after: .zero, t38: .refuses)))]) { bench in
            let (path, hashes) = try document(1, in: bench.folder)
            let outcome = try await FaxCaller(sending: path).send(to: "1", .asks, on: bench)
            #expect(outcome.reoffer == .refused(status: 488))
            #expect(outcome.result.isComplete)
            let entries = try await bench.endedLog()
            #expect(
                offers(entries) == [.offered(by: .dialer, media: .t38), .offerAnswered(status: 488, media: .audio)]
            )
            #expect(ExchangeSummary(entries).attempts[1]?.pages.map(\.sha256) == hashes)
        }
    }

    @Test func faxGoesOnInAudioWhenItsWishForT38IsRefused() async throws {
        try await ExchangeBench.run([.init(.exactly("1"), .fax(FaxMachine(after: .zero, t38: .offers)))]) { bench in
            let (path, hashes) = try document(1, in: bench.folder)
            let outcome = try await FaxCaller(sending: path).send(to: "1", .refuses, on: bench)
            #expect(outcome.result.isComplete)
            let entries = try await bench.endedLog()
            #expect(
                offers(entries) == [.offered(by: .exchange, media: .t38), .offerAnswered(status: 488, media: .audio)]
            )
            #expect(ExchangeSummary(entries).attempts[1]?.pages.map(\.sha256) == hashes)
        }
    }

    @Test func faxThatBreaksOffInPageTwoHasConfirmedPageOneOnly() async throws {
        let machine = FaxMachine(after: .zero, t38: .offers, breaksOff: .init(page: 2, departure: .bye))
        try await ExchangeBench.run([.init(.exactly("1"), .fax(machine))]) { bench in
            let (path, hashes) = try document(3, in: bench.folder)
            let outcome = try await FaxCaller(sending: path).send(to: "1", .accepts, on: bench)
            #expect(!outcome.result.isComplete)
            #expect(outcome.result.cause == .farEndHungUp)
            #expect(outcome.confirmed == [0])
            #expect(outcome.end?.party == .peer)
            let attempt = try #require(ExchangeSummary(try await bench.endedLog()).attempts[1])
            #expect(attempt.pages.map(\.sha256) == [hashes[0]])
            #expect(attempt.endedBy == .exchange)
        }
    }

    @Test func faxThatFallsSilentInPageOneConfirmsNothing() async throws {
        let machine = FaxMachine(after: .zero, t38: .offers, breaksOff: .init(page: 1, departure: .silence))
        try await ExchangeBench.run([.init(.exactly("1"), .fax(machine))]) { bench in
            let (path, _) = try document(1, in: bench.folder)
            let outcome = try await FaxCaller(sending: path).send(to: "1", .accepts, on: bench)
            #expect(!outcome.result.isComplete)
            #expect(outcome.confirmed == [])
            // The line stayed up: it was the caller who gave up.
            #expect(outcome.end?.party == .us)
            let attempt = try #require(ExchangeSummary(try await bench.endedLog()).attempts[1])
            #expect(attempt.pages.isEmpty)
            #expect(attempt.endedBy == .dialer)
        }
    }
}
