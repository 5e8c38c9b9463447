/// Which address we send to and listen to: symmetric RTP with a lock (RFC 4961, RFC 7362 §5).
///
/// We send to the address the SDP named until the first valid packet comes. That packet's source is then followed, so
/// that a far end behind NAT hears us. The lock against hijackers: once followed, packets from anywhere else are
/// dropped for the rest of the dialog. Only two things open it: a packet from the very address the SDP named (a stranger
/// who was quicker than the far end loses what he took), and a new SDP.
struct SourceLatch: Equatable {
    /// The address the signalling named.
    private(set) var announced: MediaAddress
    /// The address followed, once a valid packet came.
    private(set) var followed: MediaAddress?

    init(announced: MediaAddress, followed: MediaAddress? = nil) {
        self.announced = announced
        self.followed = followed
    }

    var destination: MediaAddress { followed ?? announced }

    /// Whether a valid packet from `source` belongs to this leg; follows it if so.
    mutating func accepts(_ source: MediaAddress) -> Bool {
        if source == followed { return true }
        guard followed == nil || source == announced else { return false }
        followed = source
        return true
    }

    /// Takes the address of a new offer or answer; the same address keeps what was learnt.
    mutating func announce(_ address: MediaAddress) {
        guard address != announced else { return }
        self = SourceLatch(announced: address)
    }
}
