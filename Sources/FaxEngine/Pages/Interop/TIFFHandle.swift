import CTIFF
import Foundation

/// An open TIFF file.
///
/// Messages of libtiff's are kept instead of printed.
final class TIFFHandle {
    private let tiff: OpaquePointer
    private let message: UnsafeMutablePointer<ctiff_message>
    /// The name shown to people.
    let name: String

    /// `mode` as libtiff has it: "w" truncates, "rm" reads without mapping the file into memory, whose truncation by
    /// somebody else would otherwise kill us.
    init(path: String, mode: String) throws(FaxError) {
        name = (path as NSString).lastPathComponent
        message = .allocate(capacity: 1)
        message.initialize(to: ctiff_message())
        guard let tiff = ctiff_open(path, mode, 1 << 24, message) else {
            let reason = Self.text(of: message)
            message.deallocate()
            throw FaxError(mode == "w" ? .storage : .unreadablePages, "Cannot open the page file \(name): \(reason)")
        }
        self.tiff = tiff
    }

    deinit {
        TIFFClose(tiff)
        message.deallocate()
    }

    func set(_ tag: Int32, _ value: Int32) { _ = ctiff_set_u16(tiff, UInt32(tag), UInt16(value)) }
    func set(long tag: Int32, _ value: Int) { _ = ctiff_set_u32(tiff, UInt32(tag), UInt32(value)) }
    func set(rational tag: Int32, _ value: Int) { _ = ctiff_set_float(tiff, UInt32(tag), Float(value)) }
    func setPage(_ page: Int, of count: Int) { _ = ctiff_set_page(tiff, UInt16(page), UInt16(count)) }

    func short(_ tag: Int32) -> UInt16? {
        var value: UInt16 = 0
        return ctiff_get_u16(tiff, UInt32(tag), &value) == 1 ? value : nil
    }

    func long(_ tag: Int32) -> UInt32? {
        var value: UInt32 = 0
        return ctiff_get_u32(tiff, UInt32(tag), &value) == 1 ? value : nil
    }

    func float(_ tag: Int32) -> Float? {
        var value: Float = 0
        return ctiff_get_float(tiff, UInt32(tag), &value) == 1 ? value : nil
    }

    var isTiled: Bool { TIFFIsTiled(tiff) != 0 }
    var scanlineSize: Int { Int(TIFFScanlineSize(tiff)) }

    /// Writes the only strip of the page and closes the page.
    func writePage(_ rows: [UInt8]) throws(FaxError) {
        // libtiff promises not to change the rows of a 1-bit page, but takes them as mutable.
        var rows = rows
        let written = rows.withUnsafeMutableBytes { TIFFWriteEncodedStrip(tiff, 0, $0.baseAddress, tmsize_t($0.count)) }
        guard written == tmsize_t(rows.count), TIFFWriteDirectory(tiff) == 1 else {
            throw FaxError(.storage, "Cannot write the page file \(name): \(reason)")
        }
    }

    /// Empties libtiff's buffers into the file.
    func flush() throws(FaxError) {
        guard TIFFFlush(tiff) == 1 else { throw FaxError(.storage, "Cannot write the page file \(name): \(reason)") }
    }

    /// Decodes all rows of the current page.
    ///
    /// `bytesPerRow` must be `scanlineSize`.
    func readRows(_ height: Int, bytesPerRow: Int) throws(FaxError) -> [UInt8] {
        precondition(bytesPerRow == scanlineSize, "a scan line buffer must be of libtiff's size")
        var rows = [UInt8](repeating: 0, count: height * bytesPerRow)
        message.pointee.text.0 = 0
        let good = rows.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return false }
            return (0..<height).allSatisfy {
                TIFFReadScanline(tiff, base + $0 * bytesPerRow, UInt32($0), 0) == 1
            }
        }
        guard good else { throw unreadable(reason) }
        return rows
    }

    /// Goes to the next page; false when there is none.
    func nextPage() throws(FaxError) -> Bool {
        message.pointee.text.0 = 0
        if TIFFReadDirectory(tiff) == 1 { return true }
        // libtiff answers 0 for the end and for trouble alike; only trouble leaves a message.
        guard message.pointee.text.0 == 0 else { throw unreadable(reason) }
        return false
    }

    func unreadable(_ reason: String) -> FaxError {
        FaxError(.unreadablePages, "The page file \(name) is damaged or not a fax: \(reason)")
    }

    private var reason: String { Self.text(of: message) }

    private static func text(of message: UnsafePointer<ctiff_message>) -> String {
        let text = withUnsafeBytes(of: message.pointee.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? "no reason given." : text.hasSuffix(".") ? text : text + "."
    }
}
