import CSpanDSP

/// Listens for the tone by which the other role shows itself: CNG when we answer, CED or V.21 flags when we call.
final class FaxToneDetector {
    private let heard = ToneBox()
    private let state: OpaquePointer

    init(role: FaxRole) {
        let kind = role == .answering ? MODEM_CONNECT_TONES_FAX_CNG : MODEM_CONNECT_TONES_FAX_CED_OR_PREAMBLE
        let user = Unmanaged.passUnretained(heard).toOpaque()
        guard let state = modem_connect_tones_rx_init(nil, Int32(kind), toneHeard, user) else {
            fatalError("spandsp has no memory for a tone detector")
        }
        self.state = state
    }

    deinit {
        modem_connect_tones_rx_release(state)
        modem_connect_tones_rx_free(state)
    }

    /// Returns the tone that began in these samples, if any.
    func listen(_ samples: UnsafeBufferPointer<Int16>) -> FaxTone? {
        modem_connect_tones_rx(state, samples.baseAddress, Int32(samples.count))
        defer { heard.tone = nil }
        return heard.tone
    }
}

private final class ToneBox {
    var tone: FaxTone?
}

private func toneHeard(user: UnsafeMutableRawPointer?, code: Int32, _: Int32, _: Int32) {
    guard let user else { return }
    let tone: FaxTone? =
        switch Int(code) {
        case Int(MODEM_CONNECT_TONES_FAX_CNG): .cng
        case Int(MODEM_CONNECT_TONES_ANS), Int(MODEM_CONNECT_TONES_ANS_PR), Int(MODEM_CONNECT_TONES_ANSAM),
            Int(MODEM_CONNECT_TONES_ANSAM_PR):
            .ced
        case Int(MODEM_CONNECT_TONES_FAX_PREAMBLE): .v21Preamble
        default: nil
        }
    if let tone { Unmanaged<ToneBox>.fromOpaque(user).takeUnretainedValue().tone = tone }
}
