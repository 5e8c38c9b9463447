import Synchronization
import Telephony

/// A voice subscriber's end of a call: plays sounds and tells voice from silence.
///
/// `exchange` runs on a media thread. It waits for nobody: where `play` holds the lock just then, it looks again 20 ms
/// later. Only the report of a change, a few a second at most, allocates.
final class VoiceLine: Sendable {
    enum Event: Sendable {
        case voice
        case silence
        /// The sound that does not repeat has come to its end.
        case played
    }

    private enum Order {
        case none
        case play(Waveform)
        case stop
    }

    private let order = Mutex(Order.none)
    private let report: @Sendable (Event) -> Void

    init(report: @escaping @Sendable (Event) -> Void) {
        self.report = report
    }

    /// Plays from the next frame on, in place of what is heard now.
    func play(_ waveform: Waveform) { order.withLock { $0 = .play(waveform) } }

    func stop() { order.withLock { $0 = .stop } }

    /// What stands behind the leg.
    func exchange() -> sending FrameExchange {
        var meter = VoiceMeter()
        var playing: Waveform?
        var position = 0
        return { [self] received, transmitted, _ in
            switch meter.hear(received) {
            case .voice: report(.voice)
            case .silence: report(.silence)
            case nil: break
            }
            switch takeOrder() {
            case .none:
                break
            case .play(let waveform):
                playing = waveform
                position = 0
            case .stop:
                playing = nil
            }
            guard let waveform = playing else { return }
            position = waveform.copy(from: position, into: &transmitted)
            if position >= waveform.samples.count {
                playing = nil
                report(.played)
            }
        }
    }

    private func takeOrder() -> Order {
        order.withLockIfAvailable { order in
            defer { order = .none }
            return order
        } ?? .none
    }
}

extension Waveform {
    /// Copies 20 ms from a position on and gives the next position; a sound that repeats never comes to its end.
    fileprivate func copy(from start: Int, into frame: inout OutputSpan<Int16>) -> Int {
        var position = start
        while !frame.isFull, position < samples.count {
            frame.append(samples[position])
            position += 1
            if repeats, position == samples.count { position = 0 }
        }
        return position
    }
}
