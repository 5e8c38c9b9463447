/// What stands behind a leg that is T.38: gets IFP packets, and a turn every 20 ms to send some.
///
/// Runs on: the leg's media thread: no await, lock, logging.
package struct T38Exchange {
    /// Called with each IFP packet once, in order, and its UDPTL number; the closure may not keep the span.
    package var receive: (_ ifp: Span<UInt8>, _ sequence: UInt16) -> Void
    /// Called every 20 ms.
    package var tick: (_ outlet: IFPOutlet) -> Void

    package init(
        receive: @escaping (_ ifp: Span<UInt8>, _ sequence: UInt16) -> Void,
        tick: @escaping (_ outlet: IFPOutlet) -> Void
    ) {
        self.receive = receive
        self.tick = tick
    }
}

/// What the two ends agreed on for T.38 (T.38 Annex D).
package struct T38Parameters: Sendable, Equatable, Codable {
    package var remote: MediaAddress
    /// The far end's T38FaxMaxDatagram; 400 when it named none.
    package var maximumDatagram: Int
    package var version: Int
    /// Earlier packets in each datagram, 0–5.
    package var redundancy: Int

    package init(remote: MediaAddress, maximumDatagram: Int = 400, version: Int = 0, redundancy: Int = 3) {
        self.remote = remote
        self.maximumDatagram = maximumDatagram
        self.version = version
        self.redundancy = redundancy
    }
}
