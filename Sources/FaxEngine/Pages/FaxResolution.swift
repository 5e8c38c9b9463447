/// The vertical resolutions of a fax page that we draw or receive; across it is always 204 pixels an inch.
///
/// Standard: T.4 §2 (3.85, 7.7 and 15.4 lines a millimetre).
package enum FaxResolution: String, Sendable, CaseIterable, Codable {
    case standard
    case fine
    case superfine

    package static let pixelsPerInchAcross = 204
    /// Pixels in a scan line of an A4 page (T.4 §2.1).
    package static let pageWidth = 1728

    package var linesPerInch: Int {
        switch self {
        case .standard: 98
        case .fine: 196
        case .superfine: 392
        }
    }

    /// Scan lines of an A4 page, 297 mm.
    package var pageHeight: Int { 1146 * linesPerInch / 98 }

    /// The resolution within 5 % of the given one: the tolerance with which spandsp reads a file's tags.
    package init?(linesPerInch lines: Double) {
        let near = Self.allCases.first { abs(lines - Double($0.linesPerInch)) <= 0.05 * Double($0.linesPerInch) }
        guard let near else { return nil }
        self = near
    }
}
