import CMediaIO

/// One leg's RTP and RTCP: checks what comes, buffers its audio, numbers and sends ours.
///
/// - Runs on: the leg's media thread.
final class RTPSession {
    /// What a datagram turned out to be.
    enum Arrival: Equatable {
        case rejected
        /// Audio, comfort noise, or more of a key that was told.
        case taken
        case keyPressed(UInt8)
    }

    private let port: MediaPort
    private(set) var remote: MediaRemote
    private(set) var latch: SourceLatch
    private(set) var stream: OutgoingStream
    private(set) var counters = MediaStatistics()
    private var reception = ReceptionStatistics()
    private var control: RTCPSession
    private var remoteSource: UInt32?
    private var jitterBuffer: JitterBuffer
    private var keys = TelephoneEventReceiver()
    private var keysToSend = TelephoneEventSender()
    private var isMarked = true

    /// The last received frame, linear; a lost one repeats it.
    let received = UnsafeMutablePointer<Int16>.allocate(capacity: AudioFrame.samples)
    private let packet = UnsafeMutablePointer<UInt8>.allocate(capacity: RTPPacket.headerLength + AudioFrame.samples)
    /// Where the next frame to send is written.
    var outgoing: UnsafeMutablePointer<UInt8> { packet + RTPPacket.headerLength }

    /// Of the codec that we send.
    private(set) var table: G711

    init(port: MediaPort, parameters: MediaParameters) {
        self.port = port
        remote = parameters.remote
        latch = SourceLatch(announced: parameters.remote.address, followed: parameters.continuing?.followed)
        stream = parameters.continuing?.stream ?? OutgoingStream()
        control = RTCPSession(seed: stream.source)
        jitterBuffer = JitterBuffer(milliseconds: parameters.jitterBufferMilliseconds)
        table = G711.table(for: parameters.remote.codec)
        received.initialize(repeating: 0, count: AudioFrame.samples)
        packet.initialize(repeating: 0, count: RTPPacket.headerLength + AudioFrame.samples)
        packet[0] = 0x80
    }

    deinit {
        received.deallocate()
        packet.deallocate()
    }

    /// What another process needs to go on with this stream.
    var state: RTPState { RTPState(stream: stream, followed: latch.followed) }

    /// Takes a new offer or answer.
    func update(_ new: MediaRemote) {
        table = G711.table(for: new.codec)
        isMarked = isMarked || (new.sends && !remote.sends)
        latch.announce(new.address)
        remote = new
    }

    // MARK: Receiving

    func receive(_ datagram: CMediaIO_datagram) -> Arrival {
        let bytes = UnsafeBufferPointer(start: datagram.bytes, count: Int(datagram.length)).span
        guard let header = RTPPacket(bytes) else { return reject() }
        // Either codec at any time: we offer both, and must take what we offered (RFC 3264 §5.1).
        let codec = AudioCodec(rawValue: header.payloadType)
        let isNoise = header.payloadType == Self.comfortNoise
        // A packet with our own SSRC is taken too: test peers such as SIPp echo what they get, and with one far end
        // there is nothing to confuse it with (RFC 3550 §8.2 cares for conferences).
        guard codec != nil || isNoise || header.payloadType == remote.telephoneEvent else { return reject() }
        guard latch.accepts(MediaAddress(address: datagram.address, port: datagram.port)) else {
            counters.foreignPackets += 1
            return .rejected
        }
        if codec != nil || isNoise, remoteSource != header.source {
            // A new SSRC from the followed address: another party of the far end, for instance after early media.
            // Keys are no sign of that: some gateways send them under an SSRC of their own.
            if remoteSource != nil {
                reception.restart()
                jitterBuffer.reset()
            }
            remoteSource = header.source
        }
        guard remoteSource != header.source || reception.note(sequence: header.sequence) else { return reject() }
        counters.packetsReceived += 1
        let payload = bytes.extracting(header.payload)
        guard let codec else {
            guard !isNoise, let key = keys.receive(payload, timestamp: header.timestamp, source: header.source) else {
                return .taken
            }
            counters.keysReceived += 1
            return .keyPressed(key)
        }
        reception.noteTransit(timestamp: header.timestamp, arrival: datagram.arrival)
        let table = G711.table(for: codec)
        if !jitterBuffer.insert(payload, timestamp: header.timestamp, table: table) { counters.packetsTooLate += 1 }
        return .taken
    }

    /// RFC 3389 §4. Gateways that suppress silence send it unasked; it says that somebody is there.
    private static let comfortNoise: UInt8 = 13

    private func reject() -> Arrival {
        counters.rejectedPackets += 1
        return .rejected
    }

    /// Takes a report; false when it is none, or not the far end's.
    func receiveControl(_ datagram: CMediaIO_datagram) -> Bool {
        // RTCP comes from the same machine as the RTP; its port may be mapped differently by a NAT.
        guard datagram.address == latch.destination.address else { return false }
        let bytes = UnsafeBufferPointer(start: datagram.bytes, count: Int(datagram.length)).span
        return control.receive(bytes, about: stream.source, arrival: datagram.arrival)
    }

    /// Moves playout on by one frame, into `received`.
    func playFrame() -> FrameOrigin {
        let present = jitterBuffer.read(into: received)
        if present == AudioFrame.samples {
            if receivedLevel >= Self.voiceLevel { counters.voicedMilliseconds += AudioFrame.milliseconds }
            return .received
        }
        guard jitterBuffer.isStarted else {
            // What a party that was replaced said last is not repeated.
            received.update(repeating: 0, count: AudioFrame.samples)
            return .silence
        }
        counters.framesConcealed += 1
        return .concealed
    }

    /// The mean absolute value of the last frame.
    private var receivedLevel: Int {
        var sum = 0
        for index in 0..<AudioFrame.samples { sum += Int(received[index].magnitude) }
        return sum / AudioFrame.samples
    }

    /// Mean absolute value of a sine at −40 dBm0 (G.711: 0 dBm0 is a mean of about 14,200).
    private static let voiceLevel = 142

    // MARK: Sending

    /// Sends what was written to `outgoing`.
    func sendFrame() {
        defer { stream.timestamp &+= UInt32(AudioFrame.samples) }
        guard remote.sends else { return }
        send(AudioFrame.samples, type: remote.codec.rawValue, timestamp: stream.timestamp, marker: isMarked)
        isMarked = false
    }

    /// Lets a frame's time pass without a packet.
    func skipFrame() {
        stream.timestamp &+= UInt32(AudioFrame.samples)
        isMarked = true
    }

    /// Takes keys to be sent (RFC 4733 codes).
    func enqueue(keys codes: [UInt8]) {
        keysToSend.enqueue(codes)
    }

    /// Sends a key's packet in place of this frame's audio; false when the frame is audio's.
    func sendKey() -> Bool {
        guard let event = keysToSend.next(timestamp: stream.timestamp) else { return false }
        send(event)
        return true
    }

    private func send(_ event: TelephoneEventSender.Packet) {
        defer { stream.timestamp &+= UInt32(AudioFrame.samples) }
        guard remote.sends, let type = remote.telephoneEvent else { return }
        outgoing[0] = event.code
        // Volume −10 dBm0 (RFC 4733 §2.3.3).
        outgoing[1] = (event.isEnd ? 0x80 : 0) | 10
        outgoing.store(event.duration, at: 2)
        send(4, type: type, timestamp: event.timestamp, marker: event.isFirst)
        isMarked = true
    }

    private func send(_ length: Int, type: UInt8, timestamp: UInt32, marker: Bool) {
        packet[1] = type | (marker ? 0x80 : 0)
        packet.store(stream.sequence, at: 2)
        packet.store(timestamp, at: 4)
        packet.store(stream.source, at: 8)
        stream.sequence &+= 1
        if port.send(packet, count: RTPPacket.headerLength + length, to: latch.destination) {
            stream.packets += 1
            stream.octets += length
        } else {
            counters.sendFailures += 1
        }
    }

    /// Sends a report when one is due, on hold too (RFC 3264 §5.1), or the last one with BYE.
    ///
    /// A leg that never sent anything says nothing (RFC 3550 §6.3.7), nor does one whose far end took its address back
    /// to be on hold (RFC 3264 §8.4).
    func report(isLast: Bool = false) {
        guard isLast || control.isDue(), stream.packets > 0, latch.destination.address != 0 else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: RTCPSession.capacity) { buffer in
            guard let bytes = buffer.baseAddress else { return }
            let length = control.write(
                to: bytes,
                stream: stream,
                reception: &reception,
                remoteSource: remoteSource,
                isLast: isLast
            )
            port.sendControl(bytes, count: length, to: latch.destination.control)
        }
    }

    /// Everything counted so far.
    var statistics: MediaStatistics {
        var result = counters
        result.packetsSent = stream.packets
        result.packetsLost = max(0, reception.lost)
        result.jitterMilliseconds = reception.jitterMilliseconds
        result.roundTripMilliseconds = control.roundTripMilliseconds
        result.remoteFractionLost = control.remoteFractionLost
        result.remoteJitterMilliseconds = control.remoteJitterMilliseconds
        return result
    }
}

/// What a leg that moves to another process takes along besides its sockets.
package struct RTPState: Sendable, Equatable, Codable {
    var stream: OutgoingStream
    var followed: MediaAddress?
}
