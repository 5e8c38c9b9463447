import CMediaIO

/// What a leg does with its socket: voice, frames for a closure, or T.38.
///
/// - Runs on: the leg's media thread; no await, lock, allocation or logging.
protocol LegPart: AnyObject {
    /// Whether the leg is RTP, which RTCP goes with; T.38 is not.
    var isRTP: Bool { get }
    /// Takes the leg over from another part.
    func begin(on leg: LegCore)
    /// Takes a datagram, and tells the leg when it is the far end's.
    func receive(_ datagram: CMediaIO_datagram, on leg: LegCore)
    /// Does what has to be done every 20 ms.
    func tick(on leg: LegCore)
    /// Takes a command that the leg itself has no use for.
    func perform(_ command: LegCommand, on leg: LegCore)
    func end(on leg: LegCore)
}

extension LegPart {
    var isRTP: Bool { true }
    func begin(on leg: LegCore) {}
    func perform(_ command: LegCommand, on leg: LegCore) {}
    func end(on leg: LegCore) {}
}
