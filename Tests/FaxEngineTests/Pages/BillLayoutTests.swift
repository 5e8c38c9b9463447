import Testing

@testable import FaxEngine

@Suite struct BillLayoutTests {
    /// Lays bills of 0 to 400 rows out, with kinds in an order that is different each time.
    private func layouts(_ style: BillStyle, _ check: (BillDocument, BillPainter, [[PlacedBlock]]) -> Void) throws {
        var random = SplitMix(state: 170)
        let painter = try PagePainter()
        for rows in 0...400 {
            var bill = SampleBills.bill(rows.isMultiple(of: 2) ? .chinese : .english, rows: rows)
            for index in bill.charges.indices where rows.isMultiple(of: 3) {
                bill.charges[index].kind = ChargeKind.allCases.randomElement(using: &random) ?? .other
            }
            if rows.isMultiple(of: 5) { bill.notes = [] }
            if rows.isMultiple(of: 7) { bill.slip = nil }
            let drawing = BillPainter(bill, style, with: painter)
            check(bill, drawing, drawing.layout)
        }
    }

    @Test(arguments: [false, true])
    func `no row is lost or doubled, whatever the length`(isStandard: Bool) throws {
        try layouts(isStandard ? .standard : .fine) { bill, _, pages in
            let blocks = pages.joined().map(\.block)
            let expected = bill.subtotals.flatMap { subtotal in
                subtotal.charges.indices.map { BillBlock.charge(subtotal.kind, $0) }
            }
            let placed = blocks.filter { if case .charge = $0 { true } else { false } }
            #expect(placed == expected, "\(bill.charges.count) rows")
            #expect(blocks.count { $0 == .totalCharges } == 1)
            #expect(blocks.count { $0 == .masthead } == 1)
            let long = bill.subtotals.filter { $0.charges.count > 1 }.map { BillBlock.subtotal($0.kind) }
            #expect(blocks.filter { if case .subtotal = $0 { true } else { false } } == long)
        }
    }

    @Test(arguments: [false, true])
    func `blocks follow each other inside the page`(isStandard: Bool) throws {
        try layouts(isStandard ? .standard : .fine) { bill, drawing, pages in
            for page in pages {
                var end = BillStyle.top
                for placed in page {
                    #expect(placed.y >= end - 0.001, "\(placed.block) of \(bill.charges.count) rows overlaps")
                    end = placed.y + drawing.height(placed.block)
                }
                #expect(end <= BillStyle.bottom + 0.001, "\(bill.charges.count) rows run off the page")
            }
        }
    }

    @Test(arguments: [false, true])
    func `nothing that belongs together is torn apart`(isStandard: Bool) throws {
        try layouts(isStandard ? .standard : .fine) { bill, _, pages in
            for (number, page) in pages.enumerated() {
                let blocks = page.map(\.block)
                #expect(blocks.first == (number == 0 ? .masthead : .runningHead))
                for (index, block) in blocks.enumerated() {
                    switch block {
                    case .kindHeading(let kind, _):
                        guard case .charge(kind, _) = blocks[index + 1] else {
                            Issue.record("a heading without a row under it, \(bill.charges.count) rows")
                            continue
                        }
                    case .subtotal, .totalCharges:
                        let before = blocks[..<index].last { if case .subtotal = $0 { false } else { true } }
                        guard case .charge? = before else {
                            #expect(before == .noCharges, "an orphaned total, \(bill.charges.count) rows")
                            continue
                        }
                    default: break
                    }
                }
                // A table that goes on says so, and its heads are repeated.
                let goesOn = pages.dropFirst(number + 1).joined().contains { $0.block == .totalCharges }
                #expect((blocks.last == .continuedOverleaf) == goesOn)
                let isItemised = blocks.contains { if case .charge = $0 { true } else { false } }
                #expect(!isItemised || blocks[1] == .columnHeads)
            }
            let last = pages.last?.last
            #expect((last?.block == .slip) == (bill.slip != nil))
            #expect(pages.joined().count { $0.block == .slip } == (bill.slip == nil ? 0 : 1))
        }
    }

    @Test func `an ordinary bill of 38 rows, with notes and slip, takes one page`() throws {
        let painter = try PagePainter()
        for language in PageLanguage.allCases {
            let bill = SampleBills.bill(language, rows: 38)
            #expect(BillPainter(bill, .fine, with: painter).layout.count == 1)
            #expect(BillPainter(bill, .standard, with: painter).layout.count == 2)
        }
    }

    @Test func `totals are sums of the rows`() {
        let bill = SampleBills.bill(.chinese, rows: 97)
        let sum = bill.charges.map(\.fen).reduce(0, +)
        #expect(bill.subtotals.map(\.fen).reduce(0, +) == sum)
        #expect(bill.chargesFen == sum)
        #expect(bill.totalDueFen == 18_650 - 10_000 + sum)
    }
}
