package import Campaigns
package import Foundation
package import Logging
import Telephony

/// Records agents' calls as the floor orders it, and removes what is too old.
package struct CallRecorder: Sendable {
    /// What the floor wants of a call's recording, in its order.
    enum Order: Sendable {
        case begin(CustomerID, VoiceLeg, CustomerCard, AgentNumber)
        case pause(CustomerID, Bool)
        case end(CustomerID)
    }

    private struct Running {
        let id: Int64
        let recording: Recording
    }

    private static let betweenSweeps = Duration.seconds(3_600)

    private let floor: AgentFloor
    private let book: RecordingBook
    private let folder: URL
    private let keeps: Duration
    private let zone: TimeZone
    private let logger: Logger

    /// - Parameters:
    ///   - keeps: how long a recording's file is kept.
    ///   - zone: by whose days recordings are filed.
    package init(
        floor: AgentFloor, database: DialerDatabase, folder: URL, keeps: Duration, zone: TimeZone, logger: Logger
    ) {
        self.floor = floor
        book = RecordingBook(database: database)
        self.folder = folder
        self.keeps = keeps
        self.zone = zone
        self.logger = logger
    }

    /// Until the floor has closed and the last recording has ended.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await sweepNowAndThen() }
            await perform()
            group.cancelAll()
        }
    }

    private func perform() async {
        var running: [CustomerID: Running] = [:]
        for await order in floor.recordings {
            do {
                switch order {
                case .begin(let customer, let leg, let card, let agent):
                    guard running[customer] == nil else { continue }
                    running[customer] = try await begin(leg, card, agent)
                case .pause(let customer, let isPaused):
                    if isPaused { running[customer]?.recording.pause() } else { running[customer]?.recording.resume() }
                case .end(let customer):
                    guard let ended = running.removeValue(forKey: customer) else { continue }
                    let result = try await ended.recording.finish()
                    try await book.finish(
                        ended.id, .init(milliseconds: result.milliseconds, sha256: result.sha256), at: floor.now())
                    if result.millisecondsLost > 0 {
                        logger.warning(
                            "the disk was too slow for a recording",
                            metadata: ["recording": "\(ended.id)", "millisecondsLost": "\(result.millisecondsLost)"])
                    }
                }
            } catch {
                logger.error("a call is not recorded", metadata: ["error": "\(error)"])
            }
        }
    }

    private func begin(_ leg: VoiceLeg, _ card: CustomerCard, _ agent: AgentNumber) async throws -> Running {
        let now = floor.now()
        let day = CalendarDay(now, in: zone).description
        let name = "\(day)/\(now.milliseconds)-\(agent)-\(UUID().uuidString.prefix(8)).wav"
        try FileManager.default.createDirectory(
            at: folder.appending(path: day), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let id = try await book.begin(
            call: card.call, agent: agent, number: card.number, account: card.account, file: name, at: now)
        return Running(id: id, recording: try Recording(of: leg, to: folder.appending(path: name)))
    }

    private func sweepNowAndThen() async {
        repeat {
            do { try await sweep() } catch {
                logger.error("old recordings not removed", metadata: ["error": "\(error)"])
            }
        } while (try? await floor.time.clock.sleep(for: Self.betweenSweeps)) != nil
    }

    /// Removes the files that are older than they are kept.
    func sweep() async throws {
        let now = floor.now()
        let limit = UTCTime(milliseconds: now.milliseconds - Int64(keeps / .milliseconds(1)))
        while case let old = try await book.old(before: limit, limit: 100), !old.isEmpty {
            for recording in old {
                let file = folder.appending(path: recording.file)
                if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
                try await book.remove(recording.id, at: now)
            }
        }
    }
}
