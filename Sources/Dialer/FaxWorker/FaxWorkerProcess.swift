import FaxEngine
import Foundation
import Glibc
import Telephony

/// The inside of `dialerd fax-worker`: a few fax legs on a media thread of their own.
///
/// spandsp can crash on what a far end sends, and codes a whole page inside one frame. Here that costs the legs of this
/// process only; the daemon, which holds the signalling, ends each of them with an outcome.
package enum FaxWorkerProcess {
    /// What one worker may use of memory; a received page can grow without bound (spandsp 0.0.6).
    private static let memoryLimit: UInt = 2 << 30

    /// Serves until the daemon closes the channel, or is gone.
    package static func run() async throws {
        // Ctrl-C and systemd's stop reach the whole family; the daemon lets calls that are up come to their end first.
        for ending in [SIGINT, SIGTERM, SIGHUP] { signal(ending, SIG_IGN) }
        var limit = rlimit(rlim_cur: memoryLimit, rlim_max: memoryLimit)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        let channel = DescriptorChannel(adopting: ChildProcess.inheritedDescriptor)
        // The daemon binds the sockets; no port of this range is ever opened.
        let engine = try MediaEngine(threads: 1, bindAddress: "127.0.0.1", ports: 2...3)
        let beating = Task {
            while !Task.isCancelled {
                try? channel.send(encoding: FaxWorkerReport.beat(frames: engine.clocks.map(\.ticks).reduce(0, +)))
                try await Task.sleep(for: .seconds(1))
            }
        }
        var legs: [Int64: WorkerLeg] = [:]
        for await message in try channel.messages() {
            let command = try JSONDecoder().decode(FaxWorkerCommand.self, from: Data(message.bytes))
            switch command {
            case .start(let order):
                guard message.descriptors.count == 2 else {
                    // The sockets were lost on the way: this process has no descriptor left for them.
                    channel.report(.ended(leg: order.leg, MediaStatistics()))
                    continue
                }
                let port = try MediaPort(adopting: message.descriptors[0], rtcp: message.descriptors[1])
                legs[order.leg] = WorkerLeg(order, port: port, engine: engine, channel: channel)
            case .changeToT38(let leg, let parameters, let options): legs[leg]?.changeToT38(parameters, options)
            case .hungUp(let leg): legs.removeValue(forKey: leg)?.hangUp()
            case .cancel(let leg): legs[leg]?.cancel()
            }
        }
        beating.cancel()
    }
}

extension DescriptorChannel {
    /// A report that got lost would leave its call without an end; rather this process ends, and the daemon sees that.
    fileprivate func report(_ report: FaxWorkerReport) {
        do { try send(encoding: report) } catch { shutDown() }
    }
}

/// One fax call inside a worker.
private struct WorkerLeg {
    private let seat: FaxSeat
    private let leg: FrameLeg
    /// Ends when the terminal has said its last word.
    private let finished: AsyncStream<Void>

    init(_ order: FaxLegOrder, port: MediaPort, engine: MediaEngine, channel: DescriptorChannel) {
        let (finished, finish) = AsyncStream.makeStream(of: Void.self)
        let seat = FaxSeat(order) { event in
            channel.report(.fax(leg: order.leg, event))
            if case .finished = event { finish.finish() }
        }
        let leg = FrameLeg(
            engine: engine, port: port, parameters: order.media, concealment: .keepRepeating
        ) { received, transmitted, _ in seat.exchange(received, into: &transmitted) }
        self.seat = seat
        self.leg = leg
        self.finished = finished
        Task {
            for await event in leg.events {
                guard case .ended(let statistics) = event else { continue }
                channel.report(.ended(leg: order.leg, statistics))
            }
        }
    }

    func changeToT38(_ parameters: T38Parameters, _ options: T38Options) {
        leg.switchToUDPTL(parameters, exchange: seat.t38(options))
    }

    /// The terminal hears of it in the next frame and says what the call came to; then the leg ends.
    func hangUp() {
        seat.hangUp()
        Task { [leg, finished] in
            for await _ in finished {}
            await leg.close()
        }
    }

    func cancel() { seat.cancel() }
}
