import CTIFF
package import Foundation

/// Reads and writes the TIFF files in which fax pages are kept (RFC 3949, profile F).
package enum FaxTIFF {
    /// More pages than any fax that is sent or received in one call.
    static let pageLimit = 500
    /// Twice A4 at the widest scan line, superfine: what can have been a fax.
    private static let widthLimit: UInt32 = 4864
    private static let heightLimit: UInt32 = 20_000

    /// Writes pages coded by T.6 (G4), one strip each, as spandsp reads them without conversion: least significant bit
    /// first, 0 is white, resolution in inches.
    ///
    /// The file is on disk when this returns, but not its name in its directory.
    package static func write(_ pages: [BilevelImage], to url: URL) throws {
        guard (1...pageLimit).contains(pages.count) else {
            throw FaxError(.unusableDocument, "A fax has 1 to \(pageLimit) pages, not \(pages.count).")
        }
        do {
            let file = try TIFFHandle(path: url.path, mode: "w")
            for (number, page) in pages.enumerated() {
                try write(page, number: number, of: pages.count, to: file)
            }
            try file.flush()
        }
        try Durable.sync(url)
    }

    private static func write(_ page: BilevelImage, number: Int, of count: Int, to file: TIFFHandle) throws(FaxError) {
        file.set(long: TIFFTAG_SUBFILETYPE, Int(FILETYPE_PAGE))
        file.set(long: TIFFTAG_IMAGEWIDTH, page.width)
        file.set(long: TIFFTAG_IMAGELENGTH, page.height)
        file.set(long: TIFFTAG_ROWSPERSTRIP, page.height)
        file.set(TIFFTAG_BITSPERSAMPLE, 1)
        file.set(TIFFTAG_SAMPLESPERPIXEL, 1)
        file.set(TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4)
        file.set(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE)
        file.set(TIFFTAG_FILLORDER, FILLORDER_LSB2MSB)
        file.set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG)
        file.set(TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH)
        file.set(rational: TIFFTAG_XRESOLUTION, FaxResolution.pixelsPerInchAcross)
        file.set(rational: TIFFTAG_YRESOLUTION, page.resolution.linesPerInch)
        file.setPage(number, of: count)
        try file.writePage(page.rows)
    }

    /// How many pages a file has.
    ///
    /// Throws: `unreadablePages`.
    static func pageCount(of url: URL) throws -> Int {
        let file = try TIFFHandle(path: url.path, mode: "rm")
        var count = 1
        while try file.nextPage() {
            count += 1
            guard count <= pageLimit else { throw tooManyPages(file) }
        }
        return count
    }

    /// Reads all pages of a file that may come from anywhere: one bit, T.4 or T.6 coding, sizes that a fax can have.
    ///
    /// Throws: `unreadablePages`.
    package static func pages(of url: URL) throws -> [BilevelImage] {
        var pages: [BilevelImage] = []
        try forEachPage(of: url) { pages.append($0) }
        return pages
    }

    /// Reads one page, counted from 0.
    ///
    /// Throws: `unreadablePages`, also when there is no such page.
    package static func page(_ index: Int, of url: URL) throws -> BilevelImage {
        let file = try TIFFHandle(path: url.path, mode: "rm")
        for _ in 0..<index {
            guard try file.nextPage() else { throw file.unreadable("it has no page \(index + 1).") }
        }
        return try readPage(from: file)
    }

    /// Hands over the pages of a file one by one.
    static func forEachPage(of url: URL, _ body: (BilevelImage) throws -> Void) throws {
        let file = try TIFFHandle(path: url.path, mode: "rm")
        var count = 0
        repeat {
            count += 1
            guard count <= pageLimit else { throw tooManyPages(file) }
            try body(readPage(from: file))
        } while try file.nextPage()
    }

    private static func tooManyPages(_ file: TIFFHandle) -> FaxError {
        file.unreadable("it has more than \(pageLimit) pages.")
    }

    private static func readPage(from file: TIFFHandle) throws(FaxError) -> BilevelImage {
        guard let width = file.long(TIFFTAG_IMAGEWIDTH), let height = file.long(TIFFTAG_IMAGELENGTH),
            (1...widthLimit).contains(width), (1...heightLimit).contains(height)
        else { throw file.unreadable("its pages are not of the size of a fax.") }
        let codings = [COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4].map { UInt16($0) }
        guard file.short(TIFFTAG_BITSPERSAMPLE) == 1, file.short(TIFFTAG_SAMPLESPERPIXEL) == 1, !file.isTiled,
            let coding = file.short(TIFFTAG_COMPRESSION), codings.contains(coding)
        else { throw file.unreadable("its pages are not black and white in fax coding.") }
        guard let resolution = resolution(of: file) else {
            throw file.unreadable("its resolution is neither standard nor fine nor superfine.")
        }

        let bytesPerRow = (Int(width) + 7) / 8
        guard file.scanlineSize == bytesPerRow else { throw file.unreadable("its scan lines have a strange size.") }
        var rows = try file.readRows(Int(height), bytesPerRow: bytesPerRow)
        if file.short(TIFFTAG_PHOTOMETRIC) == UInt16(PHOTOMETRIC_MINISBLACK) {
            for index in rows.indices { rows[index] = ~rows[index] }
        }
        let padding = UInt8(truncatingIfNeeded: 0xFF << (bytesPerRow * 8 - Int(width)))
        if padding != 0xFF {
            for end in stride(from: bytesPerRow - 1, to: rows.count, by: bytesPerRow) { rows[end] &= padding }
        }
        return BilevelImage(width: Int(width), resolution: resolution, rows: rows)
    }

    private static func resolution(of file: TIFFHandle) -> FaxResolution? {
        guard let lines = file.float(TIFFTAG_YRESOLUTION), lines.isFinite else { return nil }
        let isMetric = file.short(TIFFTAG_RESOLUTIONUNIT) == UInt16(RESUNIT_CENTIMETER)
        return FaxResolution(linesPerInch: Double(lines) * (isMetric ? 2.54 : 1))
    }
}
