/// The measures of a bill page.
///
/// Units: points (`PagePainter`).
struct BillStyle: Sendable {
    let resolution: FaxResolution
    let body: TextStyle
    /// Column heads, captions.
    let small: TextStyle
    let name: TextStyle
    let title: TextStyle
    let operatorName: TextStyle
    let due: TextStyle
    let rowHeight: Double
    let codeSide: Double

    /// 8.5 points: the smallest at which every numeral was read again from a page (Noto, no antialiasing).
    static let fine = BillStyle(resolution: .fine, size: 8.5, rowHeight: 9.7, codeSide: 81)
    /// 12 points: at 98 lines an inch smaller Chinese type loses strokes, so that the bill takes more pages.
    static let standard = BillStyle(resolution: .standard, size: 12, rowHeight: 14.2, codeSide: 108)

    private init(resolution: FaxResolution, size: Double, rowHeight: Double, codeSide: Double) {
        self.resolution = resolution
        self.rowHeight = rowHeight
        self.codeSide = codeSide
        body = TextStyle(size: size)
        small = TextStyle(size: max(8, size - 0.5))
        name = TextStyle(size: size + 2, isBold: true)
        title = TextStyle(size: size + 3, isBold: true)
        operatorName = TextStyle(size: size + 6.5, isBold: true)
        due = TextStyle(size: size + 7, isBold: true)
    }

    var bold: TextStyle { TextStyle(size: body.size, isBold: true) }

    /// 12 mm each side: the 215 mm of a scan line come out on paper 210 mm wide, whose edges printers leave blank.
    static let left = 34.0
    static let right = PagePainter.pageWidth - left
    static let width = right - left
    /// Below the strip of the header line.
    static let top = PageHeader.height + 3
    /// 7 mm above the lower edge.
    static let bottom = PagePainter.pageHeight - 20

    /// A column of the itemised part.
    struct Column {
        let x, width: Double
        let align: TextAlignment
    }

    static let dateTime = Column(x: left, width: 80, align: .left)
    static let description = Column(x: left + 84, width: 172, align: .left)
    static let otherNumber = Column(x: left + 262, width: 116, align: .left)
    static let quantity = Column(x: left + 380, width: 78, align: .right)
    static let amount = Column(x: left + 462, width: width - 462, align: .right)
}
