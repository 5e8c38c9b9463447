import CSpanDSP

/// A TIFF opened for reading; owns libtiff's handle.
struct TIFFFile: ~Copyable {
    private let handle: OpaquePointer

    init?(path: String) {
        // Lower-case "m" turns memory mapping off: a file that shrinks under us is then an error, not a signal.
        guard let handle = TIFFOpen(path, "rm") else { return nil }
        self.handle = handle
    }

    deinit { TIFFClose(handle) }

    /// The size and resolution of every page, from the first; a page that says nothing has no rows.
    func pages() -> [ReceivedFax.Page] {
        guard TIFFSetDirectory(handle, 0) == 1 else { return [] }
        var pages: [ReceivedFax.Page] = []
        repeat {
            var width: UInt32 = 0
            var rows: UInt32 = 0
            _ = fax_tiff_get_u32(handle, UInt32(TIFFTAG_IMAGEWIDTH), &width)
            _ = fax_tiff_get_u32(handle, UInt32(TIFFTAG_IMAGELENGTH), &rows)
            pages.append(.init(width: Int(width), rows: Int(rows), resolution: resolution))
        } while TIFFReadDirectory(handle) == 1
        return pages
    }

    private var resolution: FaxResolution {
        var unit = UInt16(RESUNIT_INCH)
        var rows: Float = 0
        _ = fax_tiff_get_u16(handle, UInt32(TIFFTAG_RESOLUTIONUNIT), &unit)
        _ = fax_tiff_get_float(handle, UInt32(TIFFTAG_YRESOLUTION), &rows)
        let perMetre = Int(unit) == Int(RESUNIT_CENTIMETER) ? rows * 100 : rows / 0.0254
        return FaxResolution(rowsPerMetre: perMetre.isFinite ? Int(perMetre.clamped(to: 0...1_000_000)) : 0)
    }
}

extension Comparable {
    fileprivate func clamped(to limits: ClosedRange<Self>) -> Self {
        min(max(self, limits.lowerBound), limits.upperBound)
    }
}
