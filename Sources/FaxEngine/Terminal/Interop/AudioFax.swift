import CSpanDSP

/// spandsp's fax modems and T.30 over 8,000 Hz audio; owns the handle.
final class AudioFax {
    let machine: T30Machine
    private let state: OpaquePointer
    /// `fax_rx` may change its input.
    private let scratch = UnsafeMutableBufferPointer<Int16>.allocate(capacity: FaxFrame.samples)

    init(role: FaxRole, options: FaxOptions) {
        guard let state = fax_init(nil, role == .calling ? 1 : 0) else {
            fatalError("spandsp has no memory for a fax modem")
        }
        self.state = state
        fax_set_transmit_on_idle(state, 1)
        machine = T30Machine(fax_get_t30_state(state), options: options)
        scratch.initialize(repeating: 0)
    }

    deinit {
        fax_release(state)
        fax_free(state)
        scratch.deallocate()
    }

    func receive(_ samples: UnsafeBufferPointer<Int16>) {
        let count = min(samples.count, scratch.count)
        for index in 0..<count { scratch[index] = samples[index] }
        fax_rx(state, scratch.baseAddress, Int32(count))
    }

    /// Fills `samples`; with transmit-on-idle there is always silence at least.
    func transmit(into samples: UnsafeMutableBufferPointer<Int16>) {
        let written = Int(fax_tx(state, samples.baseAddress, Int32(samples.count)))
        for index in written..<samples.count { samples[index] = 0 }
    }
}
