import CTIFF
import Foundation
import Testing

/// A bilevel page 1,728 pixels wide: 216 bytes a row, 1 is black, first pixel in the highest bit.
struct TestPage: Equatable {
    static let rowBytes = 216
    var rows: [[UInt8]]

    /// Something like print: lines of marks with white between; another `seed`, another page.
    static func print(rows: Int = 300, seed: UInt64) -> TestPage {
        var random = SplitMix(state: seed)
        return TestPage(
            rows: (0..<rows).map { row in
                guard row % 24 < 14 else { return [UInt8](repeating: 0, count: rowBytes) }
                return (0..<rowBytes).map { column in
                    column < 12 || column > 160 ? 0 : UInt8(truncatingIfNeeded: random.next() & 0x3C)
                }
            }
        )
    }

    /// Noise: MMR makes it longer, not shorter.
    static func noise(rows: Int, seed: UInt64) -> TestPage {
        var random = SplitMix(state: seed)
        return TestPage(
            rows: (0..<rows).map { _ in (0..<rowBytes).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
        )
    }
}

extension TestPage: CustomTestStringConvertible {
    var testDescription: String { "page of \(rows.count) rows" }
}

/// SplitMix64: the same numbers in each run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Writes an uncompressed multi-page TIFF as libtiff and spandsp read it.
func writeTIFF(_ pages: [TestPage], linesPerInch: Int = 196, to path: String) throws {
    var file: [UInt8] = [0x49, 0x49, 42, 0]
    func append(_ value: Int, bytes: Int) { for byte in 0..<bytes { file.append(UInt8(value >> (8 * byte) & 0xFF)) } }
    var linkAt = file.count
    append(0, bytes: 4)
    func link(to offset: Int) { for byte in 0..<4 { file[linkAt + byte] = UInt8(offset >> (8 * byte) & 0xFF) } }

    for (number, page) in pages.enumerated() {
        let image = file.count
        page.rows.forEach { file.append(contentsOf: $0) }
        let ratios = file.count
        [204, 1, linesPerInch, 1].forEach { append($0, bytes: 4) }
        link(to: file.count)
        let short = 3, long = 4, rational = 5
        let tags: [(Int, type: Int, value: Int)] = [
            (254, long, 2), (256, short, 1_728), (257, short, page.rows.count), (258, short, 1), (259, short, 1),
            (262, short, 0), (273, long, image), (277, short, 1), (278, short, page.rows.count),
            (279, long, page.rows.count * TestPage.rowBytes), (282, rational, ratios), (283, rational, ratios + 8),
            (296, short, 2), (297, long, number | pages.count << 16),
        ]
        append(tags.count, bytes: 2)
        for (tag, type, value) in tags {
            append(tag, bytes: 2)
            append(tag == 297 ? short : type, bytes: 2)
            append(tag == 297 ? 2 : 1, bytes: 4)
            append(value, bytes: 4)
        }
        linkAt = file.count
        append(0, bytes: 4)
    }
    try Data(file).write(to: URL(filePath: path))
}

/// Decodes every page of a TIFF with libtiff; nil if there is no such file.
func readTIFF(_ path: String) -> [TestPage]? {
    guard let tiff = TIFFOpen(path, "r") else { return nil }
    defer { TIFFClose(tiff) }
    var pages: [TestPage] = []
    repeat {
        var width: UInt32 = 0
        var height: UInt32 = 0
        var photometric: UInt16 = 0
        _ = ctiff_get_u32(tiff, UInt32(TIFFTAG_IMAGEWIDTH), &width)
        _ = ctiff_get_u32(tiff, UInt32(TIFFTAG_IMAGELENGTH), &height)
        _ = ctiff_get_u16(tiff, UInt32(TIFFTAG_PHOTOMETRIC), &photometric)
        var rows: [[UInt8]] = []
        for row in 0..<height {
            var bytes = [UInt8](repeating: 0, count: Int(TIFFScanlineSize(tiff)))
            guard TIFFReadScanline(tiff, &bytes, row, 0) == 1 else { break }
            rows.append(photometric == 0 ? bytes : bytes.map(~))
        }
        pages.append(TestPage(rows: rows))
    } while TIFFReadDirectory(tiff) == 1
    return pages
}
