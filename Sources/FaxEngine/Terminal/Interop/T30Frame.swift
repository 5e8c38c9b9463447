/// A T.30 control frame as it stands in HDLC: address, control, facsimile control field, information (T.30 §5.3).
struct T30Frame {
    /// The facsimile control field without its last bit, X, which only tells who sent the DIS (T.30 §5.3.6.1).
    enum Control: UInt8 {
        case digitalIdentification = 0x80
        case confirmationToReceive = 0x84
        case messageConfirmation = 0x8C
        case retrainPositive = 0xCC
        case retrainNegative = 0x4C
        case interruptPositive = 0xAC
        case interruptNegative = 0x2C
        case partialPageRequest = 0xBC
    }

    /// T.4 Annex A: the frames that carry an error-corrected image.
    static let codedData: UInt8 = 0x06

    let control: Control
    /// DIS only: the far end's receiver has 196 lines an inch (bit 15 of Table 2/T.30).
    let offersFineResolution: Bool

    /// Returns nil for a frame that the terminal need not know about.
    init?(_ octets: UnsafeBufferPointer<UInt8>) {
        guard octets.count >= 3, let control = Control(rawValue: octets[2] & 0xFE) else { return nil }
        self.control = control
        offersFineResolution = octets.count >= 5 && octets[4] & 0x40 != 0
    }

    static func isCodedData(_ octets: UnsafeBufferPointer<UInt8>) -> Bool {
        octets.count >= 3 && octets[2] & 0xFE == codedData
    }
}
