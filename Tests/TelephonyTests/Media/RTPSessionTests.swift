import CMediaIO
import Testing

@testable import Telephony

@Suite("An RTP session")
struct RTPSessionTests {
    /// A packet from 127.0.0.1:9 of 160 equal bytes, or of a key's start.
    private func take(
        _ session: RTPSession, type: UInt8, byte: UInt8, number: UInt16, time: UInt16? = nil, source: UInt8 = 1
    ) -> RTPSession.Arrival {
        let timestamp = time ?? number * 160
        let header: [UInt8] = [0x80, type, UInt8(number >> 8), UInt8(number & 0xFF)]
        let times: [UInt8] = [0, 0, UInt8(timestamp >> 8), UInt8(timestamp & 0xFF)]
        let payload = type == 101 ? [byte, 0x0A, 0, 160] : Array(repeating: byte, count: 160)
        let bytes = header + times + [0, 0, 0, source] + payload
        return bytes.withUnsafeBufferPointer { buffer in
            session.receive(
                CMediaIO_datagram(
                    bytes: buffer.baseAddress, length: Int32(buffer.count), address: 0x7F00_0001, port: 9,
                    arrival: Int64(number) * 20_000_000))
        }
    }

    private func session(jitterBuffer: Int = 0) throws -> RTPSession {
        var parameters = try parameters(to: 9)
        parameters.jitterBufferMilliseconds = jitterBuffer
        return RTPSession(port: try makeEngine().openPort(), parameters: parameters)
    }

    @Test("The far end may speak either codec that we offered, packet by packet")
    func eitherCodec() throws {
        let session = try session()
        for (number, codec): (UInt16, AudioCodec) in [(0, .pcma), (1, .pcmu), (2, .pcma)] {
            #expect(take(session, type: codec.rawValue, byte: 0x2A, number: number) == .taken)
            #expect(session.playFrame() == .received)
            #expect(session.received[0] == G711.table(for: codec).linear[0x2A])
        }
        #expect(take(session, type: 13, byte: 0x2A, number: 3) == .taken, "comfort noise")
        #expect(session.playFrame() == .concealed)
        #expect(take(session, type: 18, byte: 0, number: 4) == .rejected)
    }

    @Test("Reports go on while the call is held, as a receiver's, but not to an address that was taken back")
    func reportsOnHold() throws {
        let engine = try makeEngine()
        let far = try engine.openPort()
        var remote = try parameters(to: far.localPort).remote
        let session = RTPSession(port: try engine.openPort(), parameters: MediaParameters(remote: remote))
        session.sendFrame()
        #expect(reports(of: session, to: far) == [RTCPReport.senderReport])
        remote.sends = false
        session.update(remote)
        #expect(reports(of: session, to: far) == [RTCPReport.receiverReport])
        remote.address.address = 0
        session.update(remote)
        #expect(reports(of: session, to: far) == [])
    }

    /// The kinds of report that come within the longest interval, of which the first one counts.
    private func reports(of session: RTPSession, to far: MediaPort) -> [UInt8] {
        guard let batch = CMediaIO_batch_create() else { return [] }
        defer { CMediaIO_batch_destroy(batch) }
        for _ in 0..<400 {
            session.report()
            guard CMediaIO_batch_receive(batch, far.rtcp) == 0 else {
                return [CMediaIO_batch_datagram(batch, 0).bytes[1]]
            }
        }
        return []
    }

    @Test("Keys under an SSRC of their own are told once each, and leave the voice between them whole")
    func keysOfAnotherSource() throws {
        let session = try session()
        for number: UInt16 in 0..<4 {
            #expect(take(session, type: 8, byte: 0x2A, number: number) == .taken)
            #expect(session.playFrame() == .received)
            let arrival = take(session, type: 101, byte: 7, number: 900 + number, time: 50, source: 2)
            #expect(arrival == (number == 0 ? .keyPressed(7) : .taken))
        }
        #expect(session.statistics.packetsLost == 0)
        // Another party's voice is heard at once, wherever its numbers begin.
        #expect(take(session, type: 8, byte: 0x2B, number: 300, source: 3) == .taken)
        #expect(session.playFrame() == .received)
    }
}
