import CPangoCairo

/// An image surface of Cairo's and the context that draws on it.
///
/// Shape: 8 bits of coverage a pixel (A8), which Cairo fills faster than 1-bit ones; packed on the way out.
/// Runs on: whichever thread uses it, one at a time.
final class CairoSurface {
    let context: OpaquePointer
    private let surface: OpaquePointer
    let width: Int
    let height: Int

    init(width: Int, height: Int) throws(FaxError) {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width), Int32(height))
        let context = cairo_create(surface)
        guard let surface, let context, cairo_status(context) == CAIRO_STATUS_SUCCESS else {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
            throw FaxError(.drawing, "Cairo could not make a page of \(width) by \(height) pixels.")
        }
        self.surface = surface
        self.context = context
        self.width = width
        self.height = height
        cairo_set_antialias(context, CAIRO_ANTIALIAS_NONE)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    func clear() {
        cairo_save(context)
        cairo_set_operator(context, CAIRO_OPERATOR_CLEAR)
        cairo_paint(context)
        cairo_restore(context)
    }

    func scale(by factor: Double) {
        cairo_identity_matrix(context)
        cairo_scale(context, factor, factor)
    }

    func fillRectangle(x: Double, y: Double, width: Double, height: Double) {
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }

    /// The coverage packed to one bit a pixel, highest bit leftmost; at least half covered is black.
    func packed() throws(FaxError) -> [UInt8] {
        guard cairo_status(context) == CAIRO_STATUS_SUCCESS else {
            let reason = String(cString: cairo_status_to_string(cairo_status(context)))
            throw FaxError(.drawing, "Cairo gave up while it drew a page: \(reason).")
        }
        precondition(width % 8 == 0, "a page is a whole number of octets wide")
        cairo_surface_flush(surface)
        let stride = Int(cairo_image_surface_get_stride(surface))
        guard let data = cairo_image_surface_get_data(surface) else {
            throw FaxError(.drawing, "Cairo lost the picture of a page.")
        }
        let octets = width / 8
        return [UInt8](unsafeUninitializedCapacity: octets * height) { buffer, count in
            for row in 0..<height {
                let line = UnsafeRawPointer(data + row * stride)
                for octet in 0..<octets {
                    let eight = UInt64(littleEndian: line.loadUnaligned(fromByteOffset: octet * 8, as: UInt64.self))
                    // The top bits of eight octets, gathered into one by a multiplication whose terms don't meet.
                    let top = (eight & 0x8080_8080_8080_8080) >> 7
                    buffer[row * octets + octet] = UInt8((top &* 0x8040_2010_0804_0201) >> 56)
                }
            }
            count = octets * height
        }
    }
}
