// The heads of the pages: what is owed can be read at arm's length before anything else.
extension BillPainter {
    private struct Line {
        let label: String
        let fen: Int64
    }

    private var chargeLines: [Line] {
        bill.subtotals.map { Line(label: labels.kinds[$0.kind, default: ""], fen: $0.fen) }
    }

    private var accountLines: [Line] {
        let adjustments = bill.adjustmentsFen == 0 ? [] : [Line(label: labels.adjustments, fen: bill.adjustmentsFen)]
        return [
            Line(label: labels.previousBalance, fen: bill.previousBalanceFen),
            Line(label: labels.payments, fen: -bill.paymentsFen),
        ] + adjustments + [Line(label: labels.currentCharges, fen: bill.chargesFen)]
    }

    private var titleHeight: Double { style.operatorName.lineHeight + 5 }
    private var customerHeight: Double { style.name.lineHeight + 3 * style.rowHeight + 8 }

    /// The summary has a heading and lines, the account also its total under a rule.
    var mastheadHeight: Double {
        let rows = Double(max(chargeLines.count + 1, accountLines.count + 2))
        return titleHeight + customerHeight + rows * style.rowHeight + 12
    }

    func drawMasthead(at y: Double) {
        drawTitle(bill.title ?? labels.title, style.title, at: y)
        drawCustomer(at: y + titleHeight)
        let summary = y + titleHeight + customerHeight
        let gap = 28.0
        let width = (BillStyle.width - gap) / 2
        drawSummary(labels.currentCharges, chargeLines, x: BillStyle.left, y: summary, width: width)
        drawSummary(
            labels.balance,
            accountLines,
            total: Line(label: labels.totalDue, fen: bill.totalDueFen),
            x: BillStyle.left + width + gap,
            y: summary,
            width: width
        )
    }

    func drawRunningHead(at y: Double) {
        drawTitle(
            (bill.title ?? labels.title) + " " + labels.continued,
            TextStyle(size: style.body.size + 1, isBold: true),
            at: y
        )
        let facts =
            "\(labels.account)\(labels.colon)\(bill.accountNumber)   "
            + "\(labels.telephone)\(labels.colon)\(bill.telephoneNumber)   \(periodText)"
        painter.text(facts, style.small, x: BillStyle.left, y: y + titleHeight, width: BillStyle.width)
    }

    var periodText: String { bill.firstDay.text(bill.language) + labels.until + bill.lastDay.text(bill.language) }

    private func drawTitle(_ title: String, _ titleStyle: TextStyle, at y: Double) {
        let half = BillStyle.width * 0.5
        painter.text(bill.operatorName, style.operatorName, x: BillStyle.left, y: y, width: half)
        let baseline = y + style.operatorName.ascent - titleStyle.ascent
        painter.text(title, titleStyle, x: BillStyle.left + half, y: baseline, width: half, align: .right)
        painter.rule(x: BillStyle.left, y: y + titleHeight - 3, width: BillStyle.width, pixels: 5)
    }

    private func drawCustomer(at top: Double) {
        let boxWidth = 176.0
        let width = BillStyle.width - boxWidth - 14
        painter.text(bill.customerName, style.name, x: BillStyle.left, y: top + 2, width: width)
        var facts = [
            (labels.account, bill.accountNumber), (labels.telephone, bill.telephoneNumber), (labels.period, periodText),
        ]
        if let issued = bill.issued { facts.append((labels.issued, issued.text(bill.language))) }
        // Account and telephone side by side, then a line each.
        let y = top + 2 + style.name.lineHeight
        let half = width * 0.46
        drawFact(facts[0], x: BillStyle.left, y: y, width: half)
        drawFact(facts[1], x: BillStyle.left + half + 6, y: y, width: width - half - 6)
        for (index, fact) in facts.dropFirst(2).enumerated() {
            drawFact(fact, x: BillStyle.left, y: y + Double(index + 1) * style.rowHeight, width: width)
        }
        drawDueBox(x: BillStyle.right - boxWidth, y: top + 2, width: boxWidth, height: customerHeight - 8)
    }

    private func drawFact(_ fact: (label: String, value: String), x: Double, y: Double, width: Double) {
        let label = painter.text(fact.label + labels.colon, style.body, x: x, y: y, width: width)
        painter.text(fact.value, style.body, x: x + label, y: y, width: width - label)
    }

    private func drawDueBox(x: Double, y: Double, width: Double, height: Double) {
        painter.frame(x: x, y: y, width: width, height: height)
        let isCredit = bill.totalDueFen < 0
        let inner = width - 14
        painter.text(
            isCredit ? labels.credit : labels.totalDue,
            style.bold,
            x: x + 7,
            y: y + 3,
            width: inner
        )
        let amount = "¥ " + BillAmount.text(fen: isCredit ? -bill.totalDueFen : bill.totalDueFen)
        let middle = y + (height - style.due.lineHeight) / 2 + 1
        painter.text(amount, style.due, x: x + 7, y: middle, width: inner, align: .right)
        if let due = bill.due, bill.totalDueFen > 0 {
            painter.text(
                "\(labels.payBy)\(labels.colon)\(due.text(bill.language))",
                style.small,
                x: x + 7,
                y: y + height - style.small.lineHeight - 2,
                width: inner,
                align: .right
            )
        }
    }

    private func drawSummary(
        _ heading: String,
        _ lines: [Line],
        total: Line? = nil,
        x: Double,
        y: Double,
        width: Double
    ) {
        let amountWidth = style.body.size * 8
        func draw(_ line: Line, at y: Double, _ type: TextStyle) {
            painter.text(line.label, type, x: x, y: y, width: width - amountWidth)
            painter.text(
                BillAmount.text(fen: line.fen),
                type,
                x: x + width - amountWidth,
                y: y,
                width: amountWidth,
                align: .right
            )
        }
        painter.text(heading, style.bold, x: x, y: y, width: width)
        painter.rule(x: x, y: y + style.rowHeight + 1.5, width: width)
        var y = y + style.rowHeight + 3
        for line in lines {
            draw(line, at: y, style.body)
            y += style.rowHeight
        }
        guard let total else { return }
        painter.rule(x: x, y: y + 1, width: width)
        draw(total, at: y + 2, style.bold)
    }
}
