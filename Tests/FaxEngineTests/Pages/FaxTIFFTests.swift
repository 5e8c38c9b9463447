import Foundation
import Testing

@testable import FaxEngine

@Suite struct FaxTIFFTests {
    private static func noise(
        width: Int = 1728,
        height: Int = 200,
        _ resolution: FaxResolution = .fine,
        seed: UInt64 = 1
    ) -> BilevelImage {
        var random = SplitMix(state: seed)
        let stride = (width + 7) / 8
        var rows = (0..<stride * height).map { _ in UInt8.random(in: 0...255, using: &random) }
        let padding = UInt8(truncatingIfNeeded: 0xFF << (stride * 8 - width))
        for end in Swift.stride(from: stride - 1, to: rows.count, by: stride) { rows[end] &= padding }
        return BilevelImage(width: width, resolution: resolution, rows: rows)
    }

    @Test func `pages come back bit for bit`() throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.tif")
        let pages = [
            Self.noise(), Self.noise(.standard, seed: 2), Self.noise(width: 1729, .superfine, seed: 3),
            BilevelImage(whiteWidth: 1728, height: 2292, resolution: .fine),
        ]
        try FaxTIFF.write(pages, to: url)
        #expect(try FaxTIFF.pages(of: url) == pages)
        #expect(try FaxTIFF.pageCount(of: url) == 4)
        #expect(try FaxTIFF.page(2, of: url) == pages[2])
        #expect(throws: FaxError.self) { try FaxTIFF.page(4, of: url) }
    }

    @Test func `tags are those that fax software expects`() throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.tif")
        try FaxTIFF.write([Self.noise(), Self.noise(.standard)], to: url)
        let pages = try Tool.run("tiffinfo", url.path).components(separatedBy: "=== TIFF directory").dropFirst()
        #expect(pages.count == 2)
        for (page, (lines, number)) in zip(pages, [("196", "0-2"), ("98", "1-2")]) {
            for expected in [
                "Subfile Type: multi-page document (2 = 0x2)", "Image Width: 1728 Image Length: 200",
                "Resolution: 204, \(lines) pixels/inch", "Bits/Sample: 1", "Compression Scheme: CCITT Group 4",
                "Photometric Interpretation: min-is-white", "FillOrder: lsb-to-msb", "Samples/Pixel: 1",
                "Rows/Strip: 200", "Planar Configuration: single image plane", "Page Number: \(number)",
            ] { #expect(page.contains(expected), "\(expected)") }
        }
    }

    @Test func `the number of pages is bounded`() throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.tif")
        let page = BilevelImage(whiteWidth: 1728, height: 1, resolution: .fine)
        #expect(throws: FaxError.self) { try FaxTIFF.write([], to: url) }
        #expect(throws: FaxError.self) {
            try FaxTIFF.write(Array(repeating: page, count: FaxTIFF.pageLimit + 1), to: url)
        }
    }

    @Test(arguments: [(5000, 10), (1728, 20_001)])
    func `pages of impossible size are refused`(width: Int, height: Int) throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.tif")
        try FaxTIFF.write([BilevelImage(whiteWidth: width, height: height, resolution: .fine)], to: url)
        let error = #expect(throws: FaxError.self) { try FaxTIFF.pages(of: url) }
        #expect(error?.sentence.contains("not of the size of a fax") == true)
    }

    @Test func `a grey picture and another resolution are refused in words`() throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.tif")
        _ = try Tool.run("convert", "-size", "64x64", "gradient:", "-depth", "8", url.path)
        let grey = #expect(throws: FaxError.self) { try FaxTIFF.pages(of: url) }
        #expect(grey?.sentence.contains("not black and white") == true)

        _ = try Tool.run(
            "convert",
            "-size",
            "64x64",
            "xc:white",
            "-units",
            "PixelsPerInch",
            "-density",
            "300",
            "-monochrome",
            "-compress",
            "Group4",
            url.path
        )
        let dense = #expect(throws: FaxError.self) { try FaxTIFF.pages(of: url) }
        #expect(dense?.sentence.contains("resolution") == true)
    }

    @Test func `pages written by others are read`() throws {
        let scratch = try ScratchDirectory()
        let ours = scratch.url.appending(path: "a.tif")
        let theirs = scratch.url.appending(path: "b.tif")
        let page = Self.noise()
        try FaxTIFF.write([page, page], to: ours)
        for options in [["-c", "g3:1d"], ["-c", "g3:2d:fill", "-r", "16"], ["-c", "g4", "-f", "msb2lsb"]] {
            _ = try Tool.run("tiffcp", options + [ours.path, theirs.path])
            #expect(try FaxTIFF.pages(of: theirs) == [page, page], "\(options)")
        }
    }

    @Test func `a damaged file is refused or read, but never harms us`() throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.tif")
        try FaxTIFF.write([Self.noise(height: 40), Self.noise(height: 40, seed: 4)], to: url)
        let good = try Data(contentsOf: url)
        var random = SplitMix(state: 29)
        for round in 0..<600 {
            var bad = good
            if round.isMultiple(of: 3) {
                bad = bad.prefix(Int.random(in: 0..<bad.count, using: &random))
            } else {
                // The tags are at the end and the head; the rest is picture.
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let isTag = Bool.random(using: &random)
                    let place =
                        isTag
                        ? good.count - 1 - Int.random(in: 0..<220, using: &random)
                        : Int.random(in: 0..<good.count, using: &random)
                    bad[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            try bad.write(to: url)
            do {
                _ = try FaxTIFF.pages(of: url)
            } catch let error as FaxError {
                #expect(error.code == .unreadablePages)
                #expect(error.sentence.hasSuffix("."))
            }
        }
    }

    @Test(arguments: ["", "II*", "MM\0*", "hello, this is not a page at all"])
    func `what is no TIFF is refused in words`(content: String) throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.tif")
        try Data(content.utf8).write(to: url)
        let error = #expect(throws: FaxError.self) { try FaxTIFF.pageCount(of: url) }
        #expect(error?.code == .unreadablePages)
    }

    @Test func `pictures are black and white with square pixels`() throws {
        let scratch = try ScratchDirectory()
        let url = scratch.url.appending(path: "a.png")
        for resolution in [FaxResolution.fine, .standard] {
            var page = BilevelImage(whiteWidth: 1728, height: resolution.pageHeight, resolution: resolution)
            page.replaceTop(with: Self.noise(height: 100, resolution))
            try PagePicture.png(of: page).write(to: url)
            let facts = try Tool.run("identify", "-format", "%w %h %k", url.path)
            #expect(facts == "1728 2385 2", "\(resolution)")
            // One black pixel of each kind, read by somebody else.
            let x = try #require((0..<1728).first { page.isBlack(x: $0, y: 0) })
            #expect(try Tool.run("convert", url.path, "-format", "%[fx:p{\(x),0}.r]", "info:") == "0")
            #expect(try Tool.run("convert", url.path, "-format", "%[fx:p{9,2000}.r]", "info:") == "1")
        }
    }
}
