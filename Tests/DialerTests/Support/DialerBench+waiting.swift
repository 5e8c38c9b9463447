import Campaigns
import Foundation
import PhoneNetwork

@testable import Dialer

extension DialerBench {
    /// Waits until the books say so: asked anew whenever the live board changes.
    func until<Found: Sendable>(
        _ what: String,
        limit: Duration = .seconds(45),
        _ find: @escaping @Sendable () async throws -> Found?
    ) async throws -> Found {
        let board = office.live.board
        return try await within(limit, what) {
            for await _ in await board.snapshots() {
                if let found = try await find() { return found }
            }
            throw Missed(what)
        }
    }

    /// Waits until the exchange has seen or heard something; `entries` were taken before it could happen.
    func heard<Found: Sendable>(
        _ what: String,
        in entries: AsyncStream<ExchangeEntry>,
        limit: Duration = .seconds(30),
        _ find: @escaping @Sendable (ExchangeEntry) -> Found?
    ) async throws -> Found {
        try await within(limit, what) {
            for await entry in entries {
                if let found = find(entry) { return found }
            }
            throw Missed(what)
        }
    }

    /// The exchange's own account.
    func log() throws -> [ExchangeEntry] {
        try ExchangeLog.read(from: folder.appending(path: "exchange.jsonl").path)
    }

    /// All attempts so far, the first one first.
    func attempts() async throws -> [AttemptRecord] {
        try await ReportBook(database: office.database).attempts().sorted { $0.id < $1.id }
    }
}

struct Missed: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Waits for something, but no longer than the limit.
func within<Found: Sendable>(
    _ limit: Duration,
    _ what: String,
    _ wait: @escaping @Sendable () async throws -> Found
) async throws -> Found {
    try await withThrowingTaskGroup(of: Found.self) { group in
        group.addTask { try await wait() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Missed("\(what): not within \(limit)")
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw Missed(what) }
        return first
    }
}
