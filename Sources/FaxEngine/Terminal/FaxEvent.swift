/// Something that happened in a fax call, in the order in which it happened; exactly one `finished` comes last.
package enum FaxEvent: Sendable, Equatable, Codable {
    /// The far end has shown that it is a fax machine.
    case heardFaxTone(FaxTone)
    /// Training succeeded. Comes again whenever the two ends train anew.
    case negotiated(FaxParameters)
    /// The far end has confirmed the page with MCF, or with RTP, which also says that it came (T.30 §5.3.6.1.7).
    case pageConfirmed(index: Int, PageStatistics)
    /// The far end asked for a part of the page again (PPR); error correction at work.
    case pageRepeated(index: Int)
    /// The far end refused the page (RTN or PIN): it is not confirmed.
    case pageRefused(index: Int)
    /// A page is in the received file, and we have answered for it.
    case pageReceived(index: Int, PageStatistics)
    case finished(FaxResult)
}

/// The signals by which a fax machine shows itself.
package enum FaxTone: Sendable, Equatable, Codable {
    /// 1,100 Hz from a caller.
    case cng
    /// 2,100 Hz from the answerer; of a machine that also has V.34 with phase reversals and modulated (ANSam, V.8).
    case ced
    /// V.21 flags before the answerer's first frame.
    case v21Preamble
}

package enum FaxCompression: Sendable, Equatable, Codable {
    case t4OneDimensional
    case t4TwoDimensional
    case t6
}

/// What is known of the machine at the other end.
package struct FarFax: Sendable, Equatable, Codable {
    /// Its station identity (CSI or TSI); often empty or wrong.
    package var identity: String
    package var country: String?
    package var vendor: String?
    package var model: String?
}

/// What the two ends agreed on (DCS, confirmed by CFR).
package struct FaxParameters: Sendable, Equatable, Codable {
    /// Bit/s of the image modem.
    package var bitRate: Int
    package var errorCorrection: Bool
    package var compression: FaxCompression
    package var resolution: FaxResolution
    /// Whether the standard-resolution twin goes out in place of the document.
    package var sendsStandardTwin: Bool
    package var farEnd: FarFax
}

package struct PageStatistics: Sendable, Equatable, Codable {
    /// Pixels a row.
    package var width: Int
    package var rows: Int
    /// Bytes of the coded image.
    package var imageBytes: Int
    package var bitRate: Int
    package var badRows: Int
    package var longestBadRun: Int
    /// Frames sent again under error correction, in this call so far.
    package var frameRetries: Int
    package var resolution: FaxResolution
}
