import CSpanDSP

/// spandsp's T.38 terminal; owns the handle.
///
/// UDPTL around the packets is the caller's.
final class T38Fax {
    let machine: T30Machine
    private let state: OpaquePointer
    private let packets = PacketQueue()

    init(role: FaxRole, options: FaxOptions, t38: T38Options) {
        let queue = Unmanaged.passUnretained(packets).toOpaque()
        guard let state = t38_terminal_init(nil, role == .calling ? 1 : 0, packetSent, queue) else {
            fatalError("spandsp has no memory for a T.38 terminal")
        }
        self.state = state
        let core = t38_terminal_get_t38_core_state(state)
        t38_set_t38_version(core, Int32(t38.version))
        t38_set_max_datagram_size(core, Int32(t38.maxDatagram))
        t38_set_fastest_image_data_rate(core, Int32(t38.maxBitRate))
        t38_set_fill_bit_removal(core, t38.fillBitRemoval ? 1 : 0)
        // Over UDP the training check travels (T.38 §8.3.2); the header's comment on these values is the wrong way round.
        t38_set_data_rate_management_method(core, Int32(T38_DATA_RATE_MANAGEMENT_TRANSFERRED_TCF.rawValue))
        machine = T30Machine(t38_terminal_get_t30_state(state), options: options)
    }

    deinit {
        t38_terminal_release(state)
        t38_terminal_free(state)
    }

    func receive(_ packet: UnsafeBufferPointer<UInt8>, sequence: UInt16) {
        guard let start = packet.baseAddress, packet.count <= Self.longestPacket else { return }
        _ = t38_core_rx_ifp_packet(t38_terminal_get_t38_core_state(state), start, Int32(packet.count), sequence)
    }

    /// One tick of 20 ms; this is the terminal's clock.
    func tick(emit: (Span<UInt8>, _ copies: Int) -> Void) {
        _ = t38_terminal_send_timeout(state, Int32(FaxFrame.samples))
        packets.drain(emit)
    }

    /// Bytes; more than any fax terminal sends (T38FaxMaxDatagram is a few hundred).
    private static let longestPacket = 2_048
}

/// Packets between spandsp's callback and the tick that hands them on; its memory is used again and again.
private final class PacketQueue {
    private var octets: [UInt8] = []
    private var packets: [(range: Range<Int>, copies: Int)] = []

    init() {
        octets.reserveCapacity(4_096)
        packets.reserveCapacity(16)
    }

    func append(_ packet: UnsafeBufferPointer<UInt8>, copies: Int) {
        let start = octets.count
        octets.append(contentsOf: packet)
        packets.append((start..<octets.count, copies))
    }

    func drain(_ emit: (Span<UInt8>, _ copies: Int) -> Void) {
        for packet in packets { emit(octets.span.extracting(packet.range), packet.copies) }
        octets.removeAll(keepingCapacity: true)
        packets.removeAll(keepingCapacity: true)
    }
}

private func packetSent(
    _: OpaquePointer?,
    user: UnsafeMutableRawPointer?,
    octets: UnsafePointer<UInt8>?,
    count: Int32,
    copies: Int32
) -> Int32 {
    guard let user, let octets, count > 0 else { return 0 }
    let queue = Unmanaged<PacketQueue>.fromOpaque(user).takeUnretainedValue()
    queue.append(UnsafeBufferPointer(start: octets, count: Int(count)), copies: Int(copies))
    return 0
}
