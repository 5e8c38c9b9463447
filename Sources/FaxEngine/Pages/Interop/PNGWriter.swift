import CPangoCairo
import CTIFF
import Foundation

/// Writes black-and-white PNG files by Cairo, which spends eight bits a pixel on them.
enum PNGWriter {
    /// `row` gives the octets of each row: highest bit leftmost, 1 is black.
    static func data(width: Int, height: Int, row: (Int) -> ArraySlice<UInt8>) throws(FaxError) -> Data {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A1, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        guard let surface, let pixels = cairo_image_surface_get_data(surface) else {
            throw FaxError(.drawing, "Cairo could not make a picture of \(width) by \(height) pixels.")
        }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for y in 0..<height {
            // Cairo writes a set bit as white.
            for (x, octet) in row(y).enumerated() { pixels[y * stride + x] = ~octet }
        }
        // Cairo has the first pixel in the lowest bit on the little-endian machines we run on.
        TIFFReverseBits(pixels, tmsize_t(stride * height))
        cairo_surface_mark_dirty(surface)

        var data = Data()
        let status = withUnsafeMutablePointer(to: &data) { target in
            cairo_surface_write_to_png_stream(surface, appendPNG, target)
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw FaxError(
                .drawing,
                "Cairo could not write a picture: \(String(cString: cairo_status_to_string(status)))."
            )
        }
        return data
    }
}

/// Cairo's write function: `closure` is the `Data` that grows.
private func appendPNG(
    closure: UnsafeMutableRawPointer?,
    octets: UnsafePointer<UInt8>?,
    count: UInt32
) -> cairo_status_t {
    guard let closure, let octets else { return CAIRO_STATUS_WRITE_ERROR }
    closure.assumingMemoryBound(to: Data.self).pointee.append(octets, count: Int(count))
    return CAIRO_STATUS_SUCCESS
}
