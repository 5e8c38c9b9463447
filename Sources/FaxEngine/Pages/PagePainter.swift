/// A size and weight of type.
///
/// Units: points.
struct TextStyle: Hashable, Sendable {
    var size: Double
    var isBold = false

    /// From one baseline to the next.
    ///
    /// Noto's own 1.45 em is too airy for a bill.
    var lineHeight: Double { size * 1.22 }
    /// From the top of a line to its baseline: the ascent of Chinese glyphs.
    var ascent: Double { size * 0.99 }
}

enum TextAlignment {
    case left
    case center
    case right
}

/// Draws black on a white page, a page at a time; keep it, since the first page loads the fonts (some 40 ms).
///
/// Units: points of 204/72 pixels from the top left corner, down as across. A fine page has 196 lines an inch, so that
/// it comes out 4 % taller than drawn; Pango takes its advances from the vertical scale, and unequal scales would
/// set every line too tight.
/// Runs on: one thread at a time.
final class PagePainter {
    static let fontFamily = "Noto Sans CJK SC"
    static let pixelsPerPoint = Double(FaxResolution.pixelsPerInchAcross) / 72
    /// The size of a page in points.
    static let pageWidth = Double(FaxResolution.pageWidth) / pixelsPerPoint
    static let pageHeight = Double(FaxResolution.fine.pageHeight) / pixelsPerPoint

    private let surface: CairoSurface
    private let setter: TextSetter
    private var rowStep = 1.0

    /// Throws: `fontMissing` when the font is not installed.
    init(rows: Int = FaxResolution.fine.pageHeight, fontFamily: String = fontFamily) throws(FaxError) {
        surface = try CairoSurface(width: FaxResolution.pageWidth, height: rows)
        surface.scale(by: Self.pixelsPerPoint)
        setter = try TextSetter(cairo: surface.context, family: fontFamily)
    }

    /// Draws one page.
    func page(_ resolution: FaxResolution, _ draw: (PagePainter) throws -> Void) throws -> BilevelImage {
        surface.clear()
        rowStep = resolution == .standard ? 2 : 1
        try draw(self)
        let fine = BilevelImage(width: surface.width, resolution: .fine, rows: try surface.packed())
        return resolution == .standard ? fine.foldedToStandard() : fine
    }

    /// Writes one line, whose top is at `y`, into a space of `width`, and returns how wide it came out.
    ///
    /// What does not fit is cut with an ellipsis.
    @discardableResult
    func text(
        _ text: String,
        _ style: TextStyle,
        x: Double,
        y: Double,
        width: Double,
        align: TextAlignment = .left
    ) -> Double {
        setter.set(text, style, width: width, wraps: false)
        let drawn = setter.width()
        let offset =
            switch align {
            case .left: 0.0
            case .center: (width - drawn) / 2
            case .right: width - drawn
            }
        show(x: x + offset, baseline: y + style.ascent)
        return drawn
    }

    /// How wide a line would come out if there were room.
    func width(of text: String, _ style: TextStyle) -> Double {
        setter.set(text, style, width: nil, wraps: false)
        return setter.width()
    }

    /// Writes a paragraph in lines of at most `width`.
    func paragraph(_ text: String, _ style: TextStyle, x: Double, y: Double, width: Double) {
        setter.set(text, style, width: width, wraps: true)
        for line in 0..<setter.lineCount {
            show(line: line, x: x, baseline: y + Double(line) * style.lineHeight + style.ascent)
        }
    }

    /// The height that `paragraph` would take.
    func paragraphHeight(_ text: String, _ style: TextStyle, width: Double) -> Double {
        setter.set(text, style, width: width, wraps: true)
        return Double(setter.lineCount) * style.lineHeight
    }

    /// A horizontal rule of whole pixels, at least two: a single one may drop out on an old machine.
    func rule(x: Double, y: Double, width: Double, pixels: Int = 2) {
        fill(column: pixel(x), row: pixel(y), columns: pixel(width), rows: max(2, pixels))
    }

    func verticalRule(x: Double, y: Double, height: Double) {
        fill(column: pixel(x), row: pixel(y), columns: 2, rows: pixel(height))
    }

    func frame(x: Double, y: Double, width: Double, height: Double, pixels: Int = 3) {
        let thick = Double(pixels) / Self.pixelsPerPoint
        rule(x: x, y: y, width: width, pixels: pixels)
        rule(x: x, y: y + height - thick, width: width, pixels: pixels)
        for edge in [x, x + width - thick] {
            fill(column: pixel(edge), row: pixel(y), columns: pixels, rows: pixel(height))
        }
    }

    func dashedRule(x: Double, y: Double, width: Double) {
        let dash = 18
        for start in stride(from: pixel(x), to: pixel(x + width), by: 2 * dash) {
            fill(column: start, row: pixel(y), columns: min(dash, pixel(x + width) - start), rows: 2)
        }
    }

    /// Draws a QR code at the top right corner of a square of `side` points, as large as whole modules allow.
    ///
    /// Modules are even numbers of pixels at even rows, so that folding to standard resolution keeps them whole.
    func symbol(_ symbol: QRSymbol, right: Double, y: Double, side: Double) throws(FaxError) {
        let modules = symbol.side
        let size = pixel(side) / modules / 2 * 2
        guard size >= 4 else {
            throw FaxError(
                .unusableDocument,
                "The payment link is too long for a QR code that survives a fax: shorten it to some 200 characters."
            )
        }
        let left = pixel(right) - modules * size
        let top = pixel(y) / 2 * 2
        for row in 0..<modules {
            for column in 0..<modules where symbol.isDark(column: column, row: row) {
                fill(column: left + column * size, row: top + row * size, columns: size, rows: size)
            }
        }
    }

    /// Lines begin on whole pixels (of both rows that fold into one): else a decimal point would be two rows high on one
    /// line and three on the next.
    private func show(line: Int = 0, x: Double, baseline: Double) {
        let unit = 1 / Self.pixelsPerPoint
        let row = (baseline * Self.pixelsPerPoint / rowStep).rounded() * rowStep
        setter.show(line: line, x: Double(pixel(x)) * unit, baseline: row * unit)
    }

    private func pixel(_ points: Double) -> Int { Int((points * Self.pixelsPerPoint).rounded()) }

    private func fill(column: Int, row: Int, columns: Int, rows: Int) {
        let unit = 1 / Self.pixelsPerPoint
        surface.fillRectangle(
            x: Double(column) * unit,
            y: Double(row) * unit,
            width: Double(columns) * unit,
            height: Double(rows) * unit
        )
    }
}
