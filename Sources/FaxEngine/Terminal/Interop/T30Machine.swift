import CSpanDSP

/// What the T.30 state machine has to say, kept until its front end's call has returned.
///
/// Nothing that a listener does can so run inside spandsp, which may not be freed or ended from its own callbacks.
enum T30Signal {
    case received(T30Frame.Control)
    case sent(T30Frame.Control)
    /// The answer to a page: what came, and spandsp's count of pages done and the figures of this one.
    case pageAnswered(T30Frame.Control?, T30Figures)
    case ended(code: Int)
}

/// spandsp's T.30 state machine; it belongs to the front end (`AudioFax`, `T38Fax`) in which it lives.
final class T30Machine {
    private let state: OpaquePointer
    private let document: OutgoingPages?
    private var farEndHasFine = true

    private(set) var sendsStandardTwin = false
    private(set) var signals: [T30Signal] = []
    /// Image frames of error correction seen in either direction.
    private(set) var imageFrames = 0
    /// Valid frames from the far end.
    private(set) var framesReceived = 0

    init(_ state: OpaquePointer, options: FaxOptions) {
        self.state = state
        document = options.document
        signals.reserveCapacity(16)
        configure(options)
        let me = Unmanaged.passUnretained(self).toOpaque()
        t30_set_real_time_frame_handler(state, frameSeen, me)
        t30_set_phase_b_handler(state, phaseB, me)
        t30_set_phase_d_handler(state, phaseD, me)
        t30_set_phase_e_handler(state, phaseE, me)
    }

    private func configure(_ options: FaxOptions) {
        // T.30 §5.3.6.2.4 knows digits, plus and space; machines show more, but never beyond 20 characters of ASCII.
        let identity = options.identity.unicodeScalars.filter { (32..<127).contains($0.value) }.prefix(20)
        t30_set_tx_ident(state, String(String.UnicodeScalarView(identity)))
        t30_set_ecm_capability(state, options.errorCorrection ? 1 : 0)
        t30_set_supported_modems(state, Int32(options.modems.rawValue))
        t30_set_supported_compressions(state, Int32(options.compressions.rawValue) << 1)
        var resolutions = T30_SUPPORT_R8_RESOLUTION | T30_SUPPORT_STANDARD_RESOLUTION
        if options.receivesFine { resolutions |= T30_SUPPORT_FINE_RESOLUTION | T30_SUPPORT_SUPERFINE_RESOLUTION }
        t30_set_supported_resolutions(state, Int32(resolutions))
        let sizes =
            T30_SUPPORT_215MM_WIDTH | T30_SUPPORT_UNLIMITED_LENGTH | T30_SUPPORT_A4_LENGTH
            | T30_SUPPORT_US_LETTER_LENGTH | T30_SUPPORT_US_LEGAL_LENGTH
        t30_set_supported_image_sizes(state, Int32(sizes))
        t30_set_rx_encoding(state, Int32(T4_COMPRESSION_ITU_T6.rawValue))
        setFiles(options)
    }

    /// spandsp keeps 255 bytes of a path and silently drops the rest, so that it would write to another file.
    private func setFiles(_ options: FaxOptions) {
        let paths = [options.document?.path, options.document?.standardResolutionPath, options.receivePath]
        guard paths.allSatisfy({ $0.map { $0.utf8.count <= 255 } ?? true }) else {
            return signals.append(.ended(code: Int(T30_ERR_FILEERROR)))
        }
        if let document = options.document { t30_set_tx_file(state, document.path, Int32(document.firstPage), -1) }
        if let path = options.receivePath { t30_set_rx_file(state, path, -1) }
    }

    func terminate() { t30_terminate(state) }

    func takeSignals() -> [T30Signal] {
        defer { signals.removeAll(keepingCapacity: true) }
        return signals
    }

    var hasSignals: Bool { !signals.isEmpty }

    var figures: T30Figures {
        var raw = t30_stats_t()
        t30_get_transfer_statistics(state, &raw)
        return T30Figures(raw)
    }

    var farEnd: FarFax {
        FarFax(
            identity: t30_get_rx_ident(state).map { String(cString: $0) } ?? "",
            country: t30_get_rx_country(state).map { String(cString: $0) },
            vendor: t30_get_rx_vendor(state).map { String(cString: $0) },
            model: t30_get_rx_model(state).map { String(cString: $0) }
        )
    }

    var parameters: FaxParameters {
        let figures = figures
        return FaxParameters(
            bitRate: figures.page.bitRate,
            errorCorrection: figures.errorCorrection,
            compression: figures.compression,
            resolution: figures.page.resolution,
            sendsStandardTwin: sendsStandardTwin,
            farEnd: farEnd
        )
    }

    // MARK: called from spandsp

    fileprivate func see(_ octets: UnsafeBufferPointer<UInt8>, incoming: Bool) {
        if incoming { framesReceived += 1 }
        if T30Frame.isCodedData(octets) { imageFrames += 1 }
        guard let frame = T30Frame(octets) else { return }
        if incoming, frame.control == .digitalIdentification { farEndHasFine = frame.offersFineResolution }
        signals.append(incoming ? .received(frame.control) : .sent(frame.control))
    }

    /// 0.0.6 does not scale: where the far end lacks the document's resolution, phase B is the last moment to take another file.
    fileprivate func chooseDocument() {
        guard let document, let twin = document.standardResolutionPath, !farEndHasFine, !sendsStandardTwin else {
            return
        }
        sendsStandardTwin = true
        t30_set_tx_file(state, twin, Int32(document.firstPage), -1)
    }

    fileprivate func pageAnswered(_ control: Int32) {
        signals.append(.pageAnswered(T30Frame.Control(rawValue: UInt8(truncatingIfNeeded: control) & 0xFE), figures))
    }

    fileprivate func ended(_ code: Int32) { signals.append(.ended(code: Int(code))) }
}

private func machine(_ user: UnsafeMutableRawPointer?) -> T30Machine? {
    user.map { Unmanaged<T30Machine>.fromOpaque($0).takeUnretainedValue() }
}

private func frameSeen(
    _: OpaquePointer?,
    user: UnsafeMutableRawPointer?,
    incoming: Int32,
    octets: UnsafePointer<UInt8>?,
    count: Int32
) {
    guard let octets, count > 0 else { return }
    machine(user)?.see(UnsafeBufferPointer(start: octets, count: Int(count)), incoming: incoming != 0)
}

private func phaseB(_: OpaquePointer?, user: UnsafeMutableRawPointer?, _: Int32) -> Int32 {
    machine(user)?.chooseDocument()
    return Int32(T30_ERR_OK)
}

private func phaseD(_: OpaquePointer?, user: UnsafeMutableRawPointer?, control: Int32) -> Int32 {
    machine(user)?.pageAnswered(control)
    return Int32(T30_ERR_OK)
}

private func phaseE(_: OpaquePointer?, user: UnsafeMutableRawPointer?, code: Int32) {
    machine(user)?.ended(code)
}
