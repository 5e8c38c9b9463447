import CMediaIO
import Glibc
import Synchronization

/// A bound pair of UDP sockets: RTP (or UDPTL) on an even port, RTCP on the next.
///
/// Closed by `close()` or with its last reference.
package final class MediaPort: Sendable {
    package let local: MediaAddress
    let rtp: Int32
    let rtcp: Int32
    private let isOpen = Atomic(true)

    package var localPort: UInt16 { local.port }

    /// The sockets, to be handed to another process; valid until `close()`.
    package var descriptors: [Int32] { [rtp, rtcp] }

    /// Takes over sockets that another process bound.
    package convenience init(adopting rtp: Int32, rtcp: Int32) throws {
        var local = MediaAddress(address: 0, port: 0)
        let status = CMediaIO_udp_local(rtp, &local.address, &local.port)
        guard status == 0 else {
            throw MediaError(
                .system,
                "The media socket handed over is not usable: \(String(cString: strerror(-status)))."
            )
        }
        self.init(local: local, rtp: rtp, rtcp: rtcp)
    }

    private init(local: MediaAddress, rtp: Int32, rtcp: Int32) {
        self.local = local
        self.rtp = rtp
        self.rtcp = rtcp
    }

    deinit { close() }

    /// Binds the pair; nil when one of both ports is in use.
    static func bind(address: UInt32, port: UInt16) throws -> MediaPort? {
        let rtp = CMediaIO_udp_open(address, port)
        guard try isBound(rtp, address: address, port: port) else { return nil }
        let rtcp = CMediaIO_udp_open(address, port + 1)
        do {
            guard try isBound(rtcp, address: address, port: port + 1) else {
                Glibc.close(rtp)
                return nil
            }
        } catch {
            Glibc.close(rtp)
            throw error
        }
        return MediaPort(local: MediaAddress(address: address, port: port), rtp: rtp, rtcp: rtcp)
    }

    private static func isBound(_ socket: Int32, address: UInt32, port: UInt16) throws -> Bool {
        if socket >= 0 { return true }
        if socket == -EADDRINUSE { return false }
        let reason = String(cString: strerror(-socket))
        throw MediaError(.system, "Can't bind media port \(MediaAddress(address: address, port: port)): \(reason).")
    }

    package func close() {
        guard isOpen.exchange(false, ordering: .acquiringAndReleasing) else { return }
        Glibc.close(rtp)
        Glibc.close(rtcp)
    }
}

extension MediaPort {
    /// Sends one datagram from the RTP socket; false when the system refused it.
    func send(_ bytes: UnsafePointer<UInt8>, count: Int, to address: MediaAddress) -> Bool {
        CMediaIO_udp_send(rtp, bytes, Int32(count), address.address, address.port) == 0
    }

    /// Throws away what came to the RTP socket so far.
    func discardWaiting() { CMediaIO_udp_discard(rtp) }

    /// Sends one datagram from the RTCP socket; a lost report doesn't matter.
    func sendControl(_ bytes: UnsafePointer<UInt8>, count: Int, to address: MediaAddress) {
        _ = CMediaIO_udp_send(rtcp, bytes, Int32(count), address.address, address.port)
    }
}
