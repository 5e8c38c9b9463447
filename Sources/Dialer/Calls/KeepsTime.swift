import Campaigns
import Logging

/// Whoever works by a time of its own, real or simulated.
protocol KeepsTime: Sendable {
    var time: WorkingTime { get }
}

extension KeepsTime {
    func now() -> UTCTime { time.now() }

    func pause(until moment: UTCTime?) async throws { try await time.pause(until: moment) }

    func again(logger: Logger, _ turn: () async throws -> Void) async throws {
        try await time.again(logger: logger, turn)
    }

    func insist<Kept>(logger: Logger, _ write: () async throws -> Kept) async throws -> Kept {
        try await time.insist(logger: logger, write)
    }
}
