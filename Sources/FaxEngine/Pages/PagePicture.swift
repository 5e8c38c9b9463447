package import Foundation

/// Pages as pictures for people: black and white, with square pixels.
package enum PagePicture {
    /// A PNG of the page, 204 pixels an inch both ways.
    ///
    /// Rows are repeated or left out, never mixed: what a person sees is what the far machine got.
    package static func png(of image: BilevelImage) throws -> Data {
        let height = max(1, image.height * FaxResolution.pixelsPerInchAcross / image.resolution.linesPerInch)
        return try PNGWriter.data(width: image.width, height: height) { row in
            let source = row * image.height / height
            return image.rows[source * image.bytesPerRow..<(source + 1) * image.bytesPerRow]
        }
    }
}
