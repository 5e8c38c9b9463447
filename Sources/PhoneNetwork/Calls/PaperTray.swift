import Crypto
import FaxEngine
import Foundation

/// The paper tray of one fax call: where the pages go, and what is on them.
struct PaperTray: Sendable {
    /// The TIFF file; it appears with its first page.
    let path: String
    /// Whether the terminal has said its last word, so that the file is whole.
    var isFinished = false

    /// spandsp keeps 255 octets of a path and cuts off the rest.
    private static let longestPath = 255

    /// Names the file after the call, so that it can be found with the log; nil where the path is too long.
    ///
    /// A Call-ID comes from outside: only its letters, digits and hyphens are used, and not too many of them.
    init?(folder: String, callID: String, serial: UInt) {
        let local = callID.prefix { $0 != "@" }.utf8.prefix(60).map { Character(UnicodeScalar($0)) }
        let name = String(local.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        path = "\(folder)/\(name)-\(serial).tif"
        guard path.utf8.count <= Self.longestPath else { return nil }
    }

    /// What lies in the tray, page by page; empty before the fax is over and when none came.
    func contents() -> [ExchangeEvent] {
        guard isFinished, FileManager.default.fileExists(atPath: path),
            let pages = try? FaxTIFF.pages(of: URL(filePath: path))
        else { return [] }
        return pages.enumerated().map { index, page in
            let digest = SHA256.hash(data: page.rows).map { String(format: "%02x", $0) }.joined()
            return .pageStored(file: path, index: index, rows: page.height, columns: page.width, sha256: digest)
        }
    }
}
