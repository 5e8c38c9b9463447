/// Sends keys as RFC 4733 events, one packet a frame: 100 ms of key, its end said three times, 60 ms of rest.
struct TelephoneEventSender {
    struct Packet: Equatable {
        var code: UInt8
        var isEnd: Bool
        /// Samples since the start of the key.
        var duration: UInt16
        /// Of the start of the key.
        var timestamp: UInt32
        var isFirst: Bool
    }

    static let capacity = 64
    private static let soundingFrames = 5
    private static let endPackets = 3
    private static let restFrames = 3

    private var queue = InlineArray<64, UInt8>(repeating: 0)
    private var head = 0
    private var count = 0
    /// Frames since the key's start; 0 while none is sounding.
    private var frame = 0
    private var start: UInt32 = 0

    /// Takes keys to send; those beyond the capacity are left out.
    mutating func enqueue(_ codes: [UInt8]) {
        for code in codes where count < Self.capacity {
            queue[(head + count) % Self.capacity] = code
            count += 1
        }
    }

    /// The packet to send in place of audio in the frame that begins at `timestamp`; nil when the frame is audio's.
    mutating func next(timestamp: UInt32) -> Packet? {
        guard count > 0 else { return nil }
        if frame == 0 { start = timestamp }
        frame += 1
        let code = queue[head]
        let isEnd = frame >= Self.soundingFrames
        if frame < Self.soundingFrames + Self.endPackets {
            let duration = UInt16(min(frame, Self.soundingFrames) * AudioFrame.samples)
            return Packet(code: code, isEnd: isEnd, duration: duration, timestamp: start, isFirst: frame == 1)
        }
        if frame >= Self.soundingFrames + Self.endPackets - 1 + Self.restFrames {
            frame = 0
            head = (head + 1) % Self.capacity
            count -= 1
        }
        return nil
    }
}
