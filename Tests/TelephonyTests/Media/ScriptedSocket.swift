import CMediaIO
import Testing

@testable import Telephony

/// A far end that sends exactly the RTP packets a test wants.
final class ScriptedSocket {
    let port: MediaPort
    private var sequence: UInt16 = 65_530
    private var timestamp: UInt32 = 0xFFFF_F000

    init(_ engine: MediaEngine) throws {
        port = try engine.openPort()
    }

    func packet(type: UInt8, payload: [UInt8], sequence: UInt16, timestamp: UInt32, marker: Bool = false) -> [UInt8] {
        let header: [UInt8] =
            [0x80, type | (marker ? 0x80 : 0), UInt8(sequence >> 8), UInt8(sequence & 0xFF)]
            + (0..<4).map { UInt8(timestamp >> (24 - 8 * $0) & 0xFF) } + [1, 2, 3, 4]
        return header + payload
    }

    func send(_ bytes: [UInt8], to local: UInt16) {
        _ = port.send(bytes, count: bytes.count, to: MediaAddress(address: 0x7F00_0001, port: local))
    }

    func sendAudio(_ byte: UInt8 = 0xD5, to local: UInt16) {
        send(
            packet(type: 8, payload: Array(repeating: byte, count: 160), sequence: sequence, timestamp: timestamp),
            to: local
        )
        advance()
    }

    /// Sends those packets of a key press whose numbers are in `kept`: 0–3 start and updates, 4–6 the end.
    func press(_ code: UInt8, kept: Set<Int> = [0, 1, 2, 3, 4, 5, 6], to local: UInt16) {
        let start = timestamp
        for index in 0..<7 {
            let duration = UInt16(min(index + 1, 5) * 160)
            let payload = [code, index >= 4 ? 0x8A : 0x0A, UInt8(duration >> 8), UInt8(duration & 0xFF)]
            if kept.contains(index) {
                send(
                    packet(type: 101, payload: payload, sequence: sequence, timestamp: start, marker: index == 0),
                    to: local
                )
            }
            advance()
        }
    }

    private func advance() {
        sequence &+= 1
        timestamp &+= 160
    }

    /// The next datagram that comes, waiting for it with a limit; those that came together with it are gone.
    func receive(limit: Duration = .seconds(5)) async throws -> [UInt8] {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if let first = take().first { return first }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw TimeLimitPassed(limit: limit)
    }

    /// The datagrams that have come so far.
    @discardableResult
    func take() -> [[UInt8]] {
        guard let batch = CMediaIO_batch_create() else { return [] }
        defer { CMediaIO_batch_destroy(batch) }
        var taken: [[UInt8]] = []
        while case let count = CMediaIO_batch_receive(batch, port.rtp), count > 0 {
            for index in 0..<count {
                let datagram = CMediaIO_batch_datagram(batch, index)
                taken.append(Array(UnsafeBufferPointer(start: datagram.bytes, count: Int(datagram.length))))
            }
        }
        return taken
    }
}
