/// Where a fax engine's IFP packets leave; valid on the leg's media thread only.
package final class IFPOutlet {
    private let port: MediaPort
    private var sender: UDPTLSender
    private let datagram = UnsafeMutablePointer<UInt8>.allocate(capacity: UDPTLSender.capacity)
    var destination: MediaAddress

    init(port: MediaPort, parameters: T38Parameters, destination: MediaAddress) {
        self.port = port
        self.destination = destination
        sender = UDPTLSender(redundancy: parameters.redundancy, maximumDatagram: parameters.maximumDatagram)
        datagram.initialize(repeating: 0, count: UDPTLSender.capacity)
    }

    deinit { datagram.deallocate() }

    /// Sends one IFP packet.
    ///
    /// - Parameter copies: how many identical datagrams; engines ask for several of an indicator.
    package func emit(ifp: Span<UInt8>, copies: Int = 1) {
        let length = sender.write(ifp, to: datagram)
        guard length > 0 else { return }
        // One that the system refuses is lost like one on the way; the redundancy is for that.
        for _ in 0..<max(1, min(copies, 5)) { _ = port.send(datagram, count: length, to: destination) }
    }
}
