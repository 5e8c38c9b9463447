import CMediaIO

/// What stands behind a leg that works on frames of linear PCM.
///
/// Shape: 160 samples received; up to 160 to transmit (fewer are filled up with silence).
/// Runs on: the leg's media thread, every 20 ms: no await, lock, logging.
package typealias FrameExchange = (
    _ received: Span<Int16>, _ transmitted: inout OutputSpan<Int16>, _ origin: FrameOrigin
) -> Void

/// Where the samples of a received frame come from.
package enum FrameOrigin: Sendable {
    /// All of them from the far end.
    case received
    /// Some or all are repeated from the frame before.
    case concealed
    /// Nothing has come yet.
    case silence
}

/// What is heard in place of frames that did not come.
package enum Concealment: Sendable, Codable {
    /// Repeated, then faded to silence: for ears.
    case fade
    /// Repeated on and on: a fax receiver takes 20 ms of silence for the end of the page.
    case keepRepeating
}

/// Hands linear PCM to a closure and sends what it gives.
final class FramePart: LegPart {
    private let exchange: FrameExchange
    private let concealment: Concealment
    private let received = UnsafeMutablePointer<Int16>.allocate(capacity: AudioFrame.samples)
    private let transmitted = UnsafeMutablePointer<Int16>.allocate(capacity: AudioFrame.samples)
    private var fade = Fade()

    init(concealment: Concealment, exchange: @escaping FrameExchange) {
        self.concealment = concealment
        self.exchange = exchange
        received.initialize(repeating: 0, count: AudioFrame.samples)
        transmitted.initialize(repeating: 0, count: AudioFrame.samples)
    }

    deinit {
        received.deallocate()
        transmitted.deallocate()
    }

    func receive(_ datagram: CMediaIO_datagram, on leg: LegCore) {
        switch leg.session.receive(datagram) {
        case .rejected:
            return
        case .taken:
            leg.notePacket()
        case .keyPressed(let code):
            leg.notePacket()
            leg.signal(.digit(code))
        }
    }

    func tick(on leg: LegCore) {
        let session = leg.session
        let origin = session.playFrame()
        let shift = concealment == .fade ? fade.shift(for: origin) : 0
        for index in 0..<AudioFrame.samples { received[index] = session.received[index] >> shift }
        let written = exchangeFrames(origin)
        if session.sendKey() { return }
        let (outgoing, table) = (session.outgoing, session.table)
        for index in 0..<written { outgoing[index] = table.encode(transmitted[index]) }
        (outgoing + written).update(repeating: table.silence, count: AudioFrame.samples - written)
        session.sendFrame()
    }

    /// Calls the closure; returns how many samples it wrote.
    private func exchangeFrames(_ origin: FrameOrigin) -> Int {
        let buffer = UnsafeMutableBufferPointer(start: transmitted, count: AudioFrame.samples)
        var output = OutputSpan(buffer: buffer, initializedCount: 0)
        exchange(UnsafeBufferPointer(start: received, count: AudioFrame.samples).span, &output, origin)
        return output.finalize(for: buffer)
    }
}
