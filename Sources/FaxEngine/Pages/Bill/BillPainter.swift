/// Draws the pages of a bill.
struct BillPainter {
    let bill: BillDocument
    let style: BillStyle
    let labels: BillLabels
    let painter: PagePainter
    let subtotals: [ChargeKind: BillDocument.Subtotal]

    init(_ bill: BillDocument, _ style: BillStyle, with painter: PagePainter) {
        self.bill = bill
        self.style = style
        self.painter = painter
        labels = .of(bill.language)
        subtotals = Dictionary(uniqueKeysWithValues: bill.subtotals.map { ($0.kind, $0) })
    }

    /// The pages of a bill, without their header lines.
    ///
    /// Throws: `unusableDocument` for a bill that no page can hold.
    static func pages(of bill: BillDocument, _ style: BillStyle, with painter: PagePainter) throws -> [BilevelImage] {
        try bill.validate()
        let drawing = BillPainter(bill, style, with: painter)
        for block in [BillBlock.notes, .slip] where drawing.height(block) > BillStyle.bottom - BillStyle.top - 60 {
            throw FaxError(.unusableDocument, "The notes or the ways to pay fill more than a page.")
        }
        let code = try bill.slip.map { slip throws(FaxError) in try QRSymbol(slip.qrPayload) }
        return try drawing.layout.map { blocks in
            try painter.page(style.resolution) { _ in
                for placed in blocks { try drawing.draw(placed.block, at: placed.y, code: code) }
            }
        }
    }

    var layout: [[PlacedBlock]] { BillLayout.pages(of: bill, height: height) }

    func height(_ block: BillBlock) -> Double {
        let row = style.rowHeight
        return switch block {
        case .masthead: mastheadHeight
        case .runningHead: style.operatorName.lineHeight + row + 9
        case .columnHeads: row + 4
        case .kindHeading: row + 1
        case .charge, .continuedOverleaf: row
        case .subtotal: row + 1
        case .noCharges: row + 4
        case .totalCharges: row + 6
        case .notes: notesHeight
        case .slip: slipHeight
        }
    }

    private func draw(_ block: BillBlock, at y: Double, code: QRSymbol?) throws {
        switch block {
        case .masthead: drawMasthead(at: y)
        case .runningHead: drawRunningHead(at: y)
        case .columnHeads: drawColumnHeads(at: y)
        case .kindHeading(let kind, let continued): drawHeading(of: kind, continued: continued, at: y)
        case .charge(let kind, let index):
            if let charge = subtotals[kind]?.charges[index] { draw(charge, at: y) }
        case .subtotal(let kind): drawSubtotal(of: kind, at: y)
        case .noCharges:
            painter.text(labels.noCharges, style.body, x: BillStyle.left, y: y + 2, width: BillStyle.width)
        case .totalCharges: drawTotal(at: y)
        case .continuedOverleaf:
            painter.text(
                labels.continuedOverleaf + " →",
                style.small,
                x: BillStyle.left,
                y: y + 1,
                width: BillStyle.width,
                align: .right
            )
        case .notes: drawNotes(at: y)
        case .slip: try drawSlip(at: y, code: code)
        }
    }
}

// The itemised part.
extension BillPainter {
    func write(
        _ text: String,
        in column: BillStyle.Column,
        at y: Double,
        _ style: TextStyle? = nil,
        align: TextAlignment? = nil
    ) {
        painter.text(
            text,
            style ?? self.style.body,
            x: column.x,
            y: y,
            width: column.width,
            align: align ?? column.align
        )
    }

    private func drawColumnHeads(at y: Double) {
        let heads = [
            (labels.dateTime, BillStyle.dateTime), (labels.description, BillStyle.description),
            (labels.otherNumber, BillStyle.otherNumber), (labels.quantity, BillStyle.quantity),
            (labels.amount, BillStyle.amount),
        ]
        for (head, column) in heads { write(head, in: column, at: y, style.small) }
        painter.rule(x: BillStyle.left, y: y + style.rowHeight + 1.5, width: BillStyle.width, pixels: 3)
    }

    private func drawHeading(of kind: ChargeKind, continued: Bool, at y: Double) {
        let name = labels.kinds[kind, default: ""] + (continued ? " " + labels.continued : "")
        painter.text(name, style.bold, x: BillStyle.left, y: y + 0.7, width: BillStyle.width / 2)
    }

    private func draw(_ charge: BillCharge, at y: Double) {
        if let moment = charge.moment { write(moment.text, in: BillStyle.dateTime, at: y) }
        write(charge.description, in: BillStyle.description, at: y)
        if let number = charge.otherNumber { write(number, in: BillStyle.otherNumber, at: y) }
        switch charge.quantity {
        case .seconds(let seconds): write(BillAmount.text(seconds: seconds), in: BillStyle.quantity, at: y)
        case .octets(let octets): write(BillAmount.text(octets: octets), in: BillStyle.quantity, at: y)
        case .pieces(let count): write("\(count)", in: BillStyle.quantity, at: y)
        case nil: break
        }
        write(BillAmount.text(fen: charge.fen), in: BillStyle.amount, at: y)
    }

    private func drawSubtotal(of kind: ChargeKind, at y: Double) {
        guard let subtotal = subtotals[kind] else { return }
        painter.rule(x: BillStyle.amount.x + 20, y: y + 0.3, width: BillStyle.amount.width - 20)
        painter.text(
            "\(labels.subtotal)  \(labels.count(subtotal.charges.count))",
            style.body,
            x: BillStyle.otherNumber.x,
            y: y + 1,
            width: BillStyle.quantity.x + BillStyle.quantity.width - BillStyle.otherNumber.x,
            align: .right
        )
        write(BillAmount.text(fen: subtotal.fen), in: BillStyle.amount, at: y + 1, style.bold)
    }

    private func drawTotal(at y: Double) {
        painter.rule(x: BillStyle.left, y: y + 2, width: BillStyle.width, pixels: 3)
        painter.text(labels.totalCharges, style.bold, x: BillStyle.left, y: y + 4, width: BillStyle.width * 0.7)
        write(BillAmount.text(fen: bill.chargesFen), in: BillStyle.amount, at: y + 4, style.bold)
    }
}

// The notes, each under the other beside their heading.
extension BillPainter {
    private var notesX: Double { BillStyle.left + style.body.size * 4 }
    private var notesWidth: Double { BillStyle.right - notesX }

    private var notesHeight: Double {
        bill.notes.reduce(6) { $0 + painter.paragraphHeight($1, style.small, width: notesWidth) }
    }

    private func drawNotes(at y: Double) {
        var y = y + 3
        painter.text(labels.notes, style.bold, x: BillStyle.left, y: y, width: notesX - BillStyle.left)
        for note in bill.notes {
            painter.paragraph(note, style.small, x: notesX, y: y, width: notesWidth)
            y += painter.paragraphHeight(note, style.small, width: notesWidth)
        }
    }
}
