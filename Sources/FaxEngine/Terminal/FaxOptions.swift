/// The part a terminal plays in T.30, whoever dialled the telephone call.
///
/// A customer who calls 170 from a fax machine and presses start is a receiver: we then play `.calling` on a call that we answered.
package enum FaxRole: String, Sendable, Codable {
    /// Sends CNG and waits for DIS (T.30 §4.1).
    case calling
    /// Sends CED and DIS.
    case answering
}

/// Image modems that a terminal offers.
///
/// Retries degrade: all, then V.29 and V.27ter.
package struct FaxModems: OptionSet, Sendable, Codable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// 2,400 and 4,800 bit/s; every fax machine has it.
    package static let v27ter = FaxModems(rawValue: 1)
    /// 7,200 and 9,600 bit/s.
    package static let v29 = FaxModems(rawValue: 2)
    /// 7,200 to 14,400 bit/s.
    package static let v17 = FaxModems(rawValue: 4)

    package static let all: FaxModems = [.v27ter, .v29, .v17]
    package static let upToV29: FaxModems = [.v27ter, .v29]
}

/// Image codings that a terminal offers.
package struct FaxCompressions: OptionSet, Sendable, Codable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// T.4 one-dimensional (MH); every fax machine has it.
    package static let t4OneDimensional = FaxCompressions(rawValue: 1)
    /// T.4 two-dimensional (MR).
    package static let t4TwoDimensional = FaxCompressions(rawValue: 2)
    /// T.6 (MMR); used with error correction only.
    package static let t6 = FaxCompressions(rawValue: 4)

    package static let all: FaxCompressions = [.t4OneDimensional, .t4TwoDimensional, .t6]
}

/// A document to send: a multi-page bilevel TIFF of fax width.
package struct OutgoingPages: Sendable, Codable {
    /// The file's path, 255 bytes at most.
    package var path: String
    /// The same document laid out for 98 lines an inch, for a machine that has no fine resolution.
    ///
    /// Page numbers in events count the pages of the file that goes out, so the two should break at the same places.
    package var standardResolutionPath: String?
    /// The first page to send, counted from 0; pages before it were confirmed in an earlier call.
    package var firstPage: Int

    package init(path: String, standardResolutionPath: String? = nil, firstPage: Int = 0) {
        self.path = path
        self.standardResolutionPath = standardResolutionPath
        self.firstPage = firstPage
    }
}

/// What a terminal is to do in one call.
package struct FaxOptions: Sendable, Codable {
    /// Station identity (TSI, CSI): 20 characters at most, the rest is cut.
    package var identity = ""
    package var document: OutgoingPages?
    /// Where to write received pages; the file appears only if a page comes.
    package var receivePath: String?
    package var errorCorrection = true
    package var modems = FaxModems.all
    package var compressions = FaxCompressions.all
    /// Whether we receive at fine and superfine resolution, not just at 98 lines an inch.
    package var receivesFine = true
    package var limits = FaxWatchdog.Limits()

    package init() {}
}

/// What the two ends agreed on in SDP for T.38.
package struct T38Options: Sendable, Codable {
    /// T38FaxVersion.
    ///
    /// Version 0 and later ones code an IFP differently: it must be the negotiated number.
    package var version: Int
    /// The far end's T38FaxMaxDatagram, in bytes.
    package var maxDatagram: Int
    /// T38MaxBitRate, in bit/s.
    package var maxBitRate: Int
    /// T38FaxFillBitRemoval; true only if both ends named it.
    package var fillBitRemoval: Bool

    package init(version: Int = 0, maxDatagram: Int = 400, maxBitRate: Int = 14_400, fillBitRemoval: Bool = false) {
        self.version = version
        self.maxDatagram = maxDatagram
        self.maxBitRate = maxBitRate
        self.fillBitRemoval = fillBitRemoval
    }
}
