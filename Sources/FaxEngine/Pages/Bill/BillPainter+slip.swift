// The payment slip: to be cut off, taken to a counter, or scanned.
extension BillPainter {
    private static let factsWidth = BillStyle.width * 0.38
    private static let gap = 14.0

    private var waysX: Double { BillStyle.left + Self.factsWidth + Self.gap }
    private var waysWidth: Double { BillStyle.right - style.codeSide - Self.gap - waysX }
    private var bodyTop: Double { 10 + style.name.lineHeight + 4 }
    private var indent: Double { style.body.size * 1.4 }

    private var facts: [(label: String, value: String, isBold: Bool)] {
        var facts = [
            (labels.customer, bill.customerName, false),
            (labels.account, bill.accountNumber, false), (labels.telephone, bill.telephoneNumber, false),
        ]
        if let due = bill.due, bill.totalDueFen > 0 { facts.append((labels.payBy, due.text(bill.language), false)) }
        facts.append((labels.totalDue, "¥ " + BillAmount.text(fen: max(0, bill.totalDueFen)), true))
        return facts
    }

    var slipHeight: Double {
        guard let slip = bill.slip else { return 0 }
        let ways = slip.waysToPay.reduce(style.rowHeight + 2) {
            $0 + painter.paragraphHeight($1, style.small, width: waysWidth - indent) + 1
        }
        let facts = Double(facts.count) * (style.rowHeight + 1) + 5
        // The code stands beside the heading too.
        return max(bodyTop + max(ways, facts), 13 + style.codeSide)
    }

    func drawSlip(at y: Double, code: QRSymbol?) throws {
        guard let slip = bill.slip, let code else { return }
        drawCut(at: y)
        let codeX = BillStyle.right - style.codeSide
        let heading = labels.slip + "  " + bill.operatorName
        painter.text(heading, style.name, x: BillStyle.left, y: y + 10, width: BillStyle.width * 0.6)
        painter.text(
            labels.scanToPay + " →",
            style.small,
            x: codeX - 110,
            y: y + 12,
            width: 110 - Self.gap,
            align: .right
        )
        drawSlipFacts(at: y + bodyTop)

        painter.text(labels.waysToPay, style.bold, x: waysX, y: y + bodyTop, width: waysWidth)
        var line = y + bodyTop + style.rowHeight + 2
        for (index, way) in slip.waysToPay.enumerated() {
            painter.text("\(index + 1).", style.small, x: waysX, y: line, width: indent)
            painter.paragraph(way, style.small, x: waysX + indent, y: line, width: waysWidth - indent)
            line += painter.paragraphHeight(way, style.small, width: waysWidth - indent) + 1
        }

        // Four modules of white stay free all around (ISO/IEC 18004 §9.1).
        try painter.symbol(code, right: BillStyle.right, y: y + 13, side: style.codeSide)
    }

    private func drawCut(at y: Double) {
        let words = "✂ " + labels.tearOff
        let width = painter.width(of: words, style.small) + 12
        let dashes = (BillStyle.width - width) / 2
        painter.dashedRule(x: BillStyle.left, y: y + 4, width: dashes)
        painter.text(
            words,
            style.small,
            x: BillStyle.left + dashes,
            y: y + 4 - style.small.lineHeight / 2,
            width: width,
            align: .center
        )
        painter.dashedRule(x: BillStyle.right - dashes, y: y + 4, width: dashes)
    }

    private func drawSlipFacts(at top: Double) {
        var y = top
        for fact in facts {
            if fact.isBold {
                painter.rule(x: BillStyle.left, y: y + 1, width: Self.factsWidth)
                y += 3
            }
            let type = fact.isBold ? style.bold : style.body
            let label = painter.text(
                fact.label + labels.colon,
                type,
                x: BillStyle.left,
                y: y,
                width: Self.factsWidth
            )
            painter.text(
                fact.value,
                type,
                x: BillStyle.left + label,
                y: y,
                width: Self.factsWidth - label,
                align: fact.isBold ? .right : .left
            )
            y += style.rowHeight + 1
        }
    }
}
