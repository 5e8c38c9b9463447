import FaxEngine
import Foundation
import Telephony

/// What the daemon tells a fax worker; one message of the channel each.
enum FaxWorkerCommand: Codable, Sendable {
    /// Begin a leg on the sockets that come with the message (RTP, RTCP).
    case start(FaxLegOrder)
    /// Go on over T.38 on the same socket.
    case changeToT38(leg: Int64, T38Parameters, T38Options)
    /// The far end has hung up.
    case hungUp(leg: Int64)
    /// End the call from our side.
    case cancel(leg: Int64)
}

/// One fax call, as its worker must know it.
struct FaxLegOrder: Codable, Sendable {
    /// The daemon's own number for the leg.
    var leg: Int64
    var role: FaxRole
    var media: MediaParameters
    var options: FaxOptions
}

/// What a worker reports; the last message of a leg is `ended`.
enum FaxWorkerReport: Codable, Sendable {
    /// Once a second: the media frames this worker has lived, so that a hung thread shows.
    case beat(frames: Int)
    case fax(leg: Int64, FaxEvent)
    /// The leg is over and its sockets are closed.
    case ended(leg: Int64, MediaStatistics)
}

extension DescriptorChannel {
    /// Its name keeps it apart: bytes are encodable too, and would be encoded for ever.
    func send(encoding message: some Encodable, descriptors: [Int32] = []) throws {
        let bytes: [UInt8] = try Array(JSONEncoder().encode(message))
        try send(bytes, descriptors: descriptors)
    }
}
