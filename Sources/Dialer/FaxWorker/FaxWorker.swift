import FaxEngine
import Foundation
import Glibc
import Logging
import Telephony

/// One worker process, as the daemon sees it.
///
/// When it dies, or its media thread stands still, every leg it had ends with `.lost`.
actor FaxWorker {
    /// After so many seconds without a frame the process is taken for hung, and killed.
    private static let patience = 5

    nonisolated let process: Int32
    private let channel: DescriptorChannel
    private let logger: Logger
    private var legs: [Int64: AsyncStream<FaxWorkerLeg.Event>.Continuation] = [:]
    private var isAlive = true
    private var frames = 0
    private var idleBeats = 0

    init(executable: String, logger: Logger) throws {
        let (ours, theirs) = try DescriptorChannel.pair()
        process = try ChildProcess.start(executable, ["fax-worker"], inheriting: theirs)
        theirs.handOver()
        channel = ours
        self.logger = logger
    }

    /// How many legs it has; nil when the process is gone.
    var legCount: Int? { isAlive ? legs.count : nil }

    /// Reads what the worker reports until it is gone.
    func attend() {
        Task {
            do {
                for await message in try channel.messages() {
                    take(try JSONDecoder().decode(FaxWorkerReport.self, from: Data(message.bytes)))
                }
            } catch {
                logger.error("fax worker not understood", metadata: ["error": "\(error)"])
            }
            died()
        }
        Task {
            while isAlive {
                try? await Task.sleep(for: .seconds(1))
                watch()
            }
        }
    }

    func start(_ order: FaxLegOrder, port: MediaPort) throws -> FaxWorkerLeg {
        let (events, continuation) = AsyncStream.makeStream(of: FaxWorkerLeg.Event.self)
        legs[order.leg] = continuation
        do {
            try channel.send(encoding: FaxWorkerCommand.start(order), descriptors: port.descriptors)
        } catch {
            legs[order.leg] = nil
            throw error
        }
        return FaxWorkerLeg(id: order.leg, events: events, worker: self)
    }

    func send(_ command: FaxWorkerCommand) {
        // A worker that is gone or reads no more is found out by `watch`; its legs end then.
        try? channel.send(encoding: command)
    }

    private func take(_ report: FaxWorkerReport) {
        switch report {
        case .beat(let frames):
            if frames != self.frames { idleBeats = 0 }
            self.frames = frames
        case .fax(let leg, let event): legs[leg]?.yield(.fax(event))
        case .ended(let leg, let statistics):
            let continuation = legs.removeValue(forKey: leg)
            continuation?.yield(.ended(statistics))
            continuation?.finish()
        }
    }

    private func watch() {
        idleBeats += 1
        guard isAlive, idleBeats > Self.patience else { return }
        logger.error("fax worker hangs and is killed", metadata: ["process": "\(process)"])
        kill(process, SIGKILL)
    }

    private func died() {
        isAlive = false
        channel.close()
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        if !legs.isEmpty {
            logger.error("fax worker died", metadata: ["process": "\(process)", "calls": "\(legs.count)"])
        }
        for continuation in legs.values {
            continuation.yield(.lost)
            continuation.finish()
        }
        legs = [:]
    }
}

/// A fax call that runs in a worker.
struct FaxWorkerLeg: Sendable {
    enum Event: Sendable {
        case fax(FaxEvent)
        case ended(MediaStatistics)
        /// The worker is gone, and the leg with it.
        case lost
    }

    let id: Int64
    let events: AsyncStream<Event>
    private let worker: FaxWorker

    init(id: Int64, events: AsyncStream<Event>, worker: FaxWorker) {
        self.id = id
        self.events = events
        self.worker = worker
    }

    func changeToT38(_ parameters: T38Parameters, _ options: T38Options) async {
        await worker.send(.changeToT38(leg: id, parameters, options))
    }

    func hungUp() async { await worker.send(.hungUp(leg: id)) }
    func cancel() async { await worker.send(.cancel(leg: id)) }
}
