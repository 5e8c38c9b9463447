/// One black-and-white page.
///
/// Shape: rows from the top, each padded to whole octets; the leftmost pixel is the highest bit; 1 is black.
package struct BilevelImage: Sendable, Equatable {
    package let width: Int
    package let resolution: FaxResolution
    package private(set) var rows: [UInt8]

    package var bytesPerRow: Int { (width + 7) / 8 }
    package var height: Int { bytesPerRow == 0 ? 0 : rows.count / bytesPerRow }

    /// `rows` must hold whole rows, and the padding at the end of each must be 0.
    init(width: Int, resolution: FaxResolution, rows: [UInt8]) {
        precondition(width > 0 && rows.count % ((width + 7) / 8) == 0, "rows of a bilevel image must be whole")
        self.width = width
        self.resolution = resolution
        self.rows = rows
    }

    package init(whiteWidth width: Int, height: Int, resolution: FaxResolution) {
        self.init(width: width, resolution: resolution, rows: Array(repeating: 0, count: (width + 7) / 8 * height))
    }

    /// Replaces the top rows by those of `strip`, which must be as wide and no higher.
    mutating func replaceTop(with strip: BilevelImage) {
        precondition(strip.width == width && strip.rows.count <= rows.count, "a strip must fit its page")
        rows.replaceSubrange(0..<strip.rows.count, with: strip.rows)
    }

    /// A page of half the resolution: two rows become one, black where either was.
    ///
    /// Nothing is lost that way, but small type fills up: text for it is laid out larger (`BillStyle.standard`).
    func foldedToStandard() -> BilevelImage {
        precondition(resolution == .fine, "only a fine page folds to standard")
        let stride = bytesPerRow
        let folded = [UInt8](unsafeUninitializedCapacity: height / 2 * stride) { buffer, count in
            for row in 0..<height / 2 {
                for column in 0..<stride {
                    buffer[row * stride + column] =
                        rows[2 * row * stride + column] | rows[(2 * row + 1) * stride + column]
                }
            }
            count = height / 2 * stride
        }
        return BilevelImage(width: width, resolution: .standard, rows: folded)
    }
}
