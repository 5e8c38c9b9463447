/// Turns RFC 4733 packets into keys: one for each press, whatever is lost, repeated or reordered.
///
/// All packets of a press carry the timestamp of its start (§2.2), so the first packet with a newer timestamp is a new
/// press, be it the start, an update or one of the three end packets.
struct TelephoneEventReceiver {
    private struct Press {
        var timestamp: UInt32
        /// SSRC: timestamps of another one have nothing to do with these.
        var source: UInt32
        var code: UInt8
        var hasEnded: Bool
    }

    private var last: Press?

    /// A packet no older than this against the last press is late (5 s); an older one is of a stream whose timestamps
    /// began anew, as behind a gateway that connects its caller elsewhere under the same SSRC.
    private static let longestDelay: Int32 = 40_000

    /// Takes a payload; returns the key's code (0–9, 10 `*`, 11 `#`, 12–15 A–D) when it begins a press.
    mutating func receive(_ payload: Span<UInt8>, timestamp: UInt32, source: UInt32) -> UInt8? {
        guard payload.count >= 4, payload[0] <= 15 else { return nil }
        let code = payload[0]
        let hasEnded = payload[1] & 0x80 != 0
        if var press = last, press.source == source {
            let age = Int32(bitPattern: timestamp &- press.timestamp)
            if age < 0, age >= -Self.longestDelay { return nil }
            if age == 0 {
                press.hasEnded = press.hasEnded || hasEnded
                last = press
                return nil
            }
            // A key held longer than the duration field can say goes on in a new segment (§2.5.1.3).
            if age == 0xFFFF, press.code == code, !press.hasEnded {
                last = Press(timestamp: timestamp, source: source, code: code, hasEnded: hasEnded)
                return nil
            }
        }
        last = Press(timestamp: timestamp, source: source, code: code, hasEnded: hasEnded)
        return code
    }
}

/// The sixteen DTMF keys and their RFC 4733 codes.
enum TelephoneKey {
    private static let keys: [Character] = Array("0123456789*#ABCD")

    static func character(for code: UInt8) -> Character { keys[Int(code)] }

    static func code(for key: Character) -> UInt8? { keys.firstIndex(of: key).map(UInt8.init) }
}
