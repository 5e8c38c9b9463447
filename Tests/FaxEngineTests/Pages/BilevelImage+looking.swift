@testable import FaxEngine

extension BilevelImage {
    func isBlack(x: Int, y: Int) -> Bool {
        rows[y * bytesPerRow + x / 8] & (0x80 >> UInt8(x % 8)) != 0
    }

    /// The number of black pixels in some rows.
    func blackPixels(inRows range: Range<Int>) -> Int {
        rows[range.lowerBound * bytesPerRow..<range.upperBound * bytesPerRow].reduce(0) { $0 + $1.nonzeroBitCount }
    }
}
