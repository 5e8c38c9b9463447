import CMediaIO

/// Carries T.38 between a leg's socket and a fax engine.
final class UDPTLPart: LegPart {
    let isRTP = false
    private let exchange: T38Exchange
    private let parameters: T38Parameters
    private var latch: SourceLatch?
    private var receiver = UDPTLReceiver()
    private var filter: IFPFilter
    private let outlet: IFPOutlet
    /// A copy of the packet at hand, for the filter to write in.
    private let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(CMediaIO_datagram_capacity))

    init(port: MediaPort, parameters: T38Parameters, exchange: T38Exchange) {
        self.exchange = exchange
        self.parameters = parameters
        filter = IFPFilter(version: parameters.version)
        outlet = IFPOutlet(port: port, parameters: parameters, destination: parameters.remote)
    }

    deinit { scratch.deallocate() }

    func begin(on leg: LegCore) {
        // The same address as the audio's keeps what symmetric RTP learnt about it: the far end may be behind NAT.
        let audio = leg.session.latch
        let followed = audio.announced == parameters.remote ? audio.followed : nil
        latch = SourceLatch(announced: parameters.remote, followed: followed)
        outlet.destination = followed ?? parameters.remote
    }

    func receive(_ datagram: CMediaIO_datagram, on leg: LegCore) {
        let source = MediaAddress(address: datagram.address, port: datagram.port)
        guard var latch = self.latch, latch.accepts(source) else { return }
        let bytes = UnsafeBufferPointer(start: datagram.bytes, count: Int(datagram.length)).span
        let isOurs = receiver.receive(bytes) { ifp, sequence in
            deliver(ifp, sequence, on: leg)
        }
        leg.ifpLost = receiver.lost
        guard isOurs else { return }
        // Followed only now: a stray RTP packet from elsewhere must not lead us astray.
        self.latch = latch
        outlet.destination = latch.destination
        leg.notePacket()
    }

    private func deliver(_ ifp: Span<UInt8>, _ sequence: UInt16, on leg: LegCore) {
        for index in 0..<ifp.count { scratch[index] = ifp[index] }
        let copy = UnsafeMutableBufferPointer(start: scratch, count: ifp.count)
        guard filter.passes(copy) else { return }
        leg.ifpReceived += 1
        exchange.receive(UnsafeBufferPointer(copy).span, sequence)
    }

    func tick(on leg: LegCore) {
        exchange.tick(outlet)
        leg.session.skipFrame()
    }
}
