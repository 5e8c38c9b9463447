import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import Dialer
@testable import FaxEngine

/// Pages that take only seconds on the line; each of another length, so that they can be told apart.
enum FaxSample {
    static func pages(_ count: Int) -> [BilevelImage] {
        rows(count).map { BilevelImage(whiteWidth: 1_728, height: $0, resolution: .fine) }
    }

    static func rows(_ count: Int) -> [Int] { (0..<count).map { 400 + 40 * $0 } }

    /// Noise, which no coding makes shorter: 70 rows last some eight seconds at 14,400 bit/s, above a white margin.
    static func lastingPage() -> BilevelImage {
        var random = SplitMix64(seed: 3)
        let white = [UInt8](repeating: 0, count: 216 * 200)
        let noise = (0..<216 * 70).map { _ in UInt8.random(in: 0...255, using: &random) }
        return BilevelImage(width: 1_728, resolution: .fine, rows: white + noise)
    }
}

extension DialerBench {
    /// Puts a document into the queue as an order does.
    func enqueue(_ pages: [BilevelImage], to number: String) async throws -> Int64 {
        let name = UUID().uuidString.lowercased()
        _ = try FaxDocument(
            directory: faxes.spool.appending(path: name, directoryHint: .isDirectory), fine: pages,
            standard: pages.map { $0.foldedToStandard() })
        return try await faxes.queue.enqueue(
            document: name, pages: pages.count, number: try Self.plan.e164(number), requester: "test", now: .now)
    }

    /// Waits for a job's end.
    func fate(of job: Int64, limit: Duration = .seconds(100)) async throws -> FaxJobStatus {
        try await until("the fate of the fax", limit: limit) { [faxes] in
            guard let status = try await faxes.queue.status(job), status.endedAt != nil else { return nil }
            return status
        }
    }

    /// The pages that a fax machine has put on paper and confirmed, in their order.
    func receivedPages(by attempt: Int64? = nil) throws -> [(index: Int, rows: Int)] {
        try log().compactMap { entry in
            guard attempt == nil || entry.attempt == attempt, case .pageConfirmed(let index, let rows) = entry.event
            else { return nil }
            return (index, rows)
        }
    }
}
