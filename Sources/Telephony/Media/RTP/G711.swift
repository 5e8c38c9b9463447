import CSpanDSP

/// Tables between G.711 bytes and 16-bit linear PCM, made once.
struct G711: @unchecked Sendable {
    /// The byte that stands for silence.
    ///
    /// spandsp's own idle octet constant for A-law is wrong in 0.0.6.
    let silence: UInt8
    /// 256 linear values.
    let linear: UnsafePointer<Int16>
    /// One byte for each 16-bit value, indexed by its bit pattern.
    private let encoded: UnsafePointer<UInt8>

    private static let alaw = G711(silence: 0xD5, decode: alaw_to_linear, encode: linear_to_alaw)
    private static let ulaw = G711(silence: 0xFF, decode: ulaw_to_linear, encode: linear_to_ulaw)

    static func table(for codec: AudioCodec) -> G711 { codec == .pcma ? alaw : ulaw }

    private init(silence: UInt8, decode: (UInt8) -> Int16, encode: (Int32) -> UInt8) {
        self.silence = silence
        let linear = UnsafeMutablePointer<Int16>.allocate(capacity: 256)
        for byte in 0...UInt8.max { linear[Int(byte)] = decode(byte) }
        let encoded = UnsafeMutablePointer<UInt8>.allocate(capacity: 65_536)
        for sample in Int16.min...Int16.max { encoded[Int(UInt16(bitPattern: sample))] = encode(Int32(sample)) }
        self.linear = UnsafePointer(linear)
        self.encoded = UnsafePointer(encoded)
    }

    func encode(_ sample: Int16) -> UInt8 { encoded[Int(UInt16(bitPattern: sample))] }
}
