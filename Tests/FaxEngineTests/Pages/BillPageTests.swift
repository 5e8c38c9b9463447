import Foundation
import Testing

@testable import FaxEngine

/// What a reader with good eyes finds on a page.
@Suite struct BillPageTests {
    private func pictures(
        of bill: BillDocument,
        _ style: BillStyle,
        in scratch: ScratchDirectory
    ) throws -> [URL] {
        try BillPainter.pages(of: bill, style, with: PagePainter()).enumerated().map { index, page in
            let url = scratch.url.appending(path: "\(index).png")
            try PagePicture.png(of: page).write(to: url)
            return url
        }
    }

    private func read(_ fen: Int64) -> String { BillAmount.text(fen: fen).replacing(",", with: ".") }

    @Test(arguments: PageLanguage.allCases)
    func `every amount, number and name is read again from a fine page`(language: PageLanguage) throws {
        let scratch = try ScratchDirectory()
        let bill = SampleBills.bill(language, rows: 38)
        let picture = try #require(try pictures(of: bill, .fine, in: scratch).first)
        let text = try Tool.textOn(picture)
        let amounts = bill.charges.map(\.fen) + bill.subtotals.map(\.fen) + [bill.chargesFen, bill.totalDueFen]
        for fen in amounts { #expect(text.contains(read(fen)), "\(BillAmount.text(fen: fen))") }
        for charge in bill.charges {
            if let number = charge.otherNumber { #expect(text.contains(number)) }
            if let moment = charge.moment { #expect(text.contains(moment.text.filter { $0 != " " })) }
        }
        let names = [bill.operatorName, bill.customerName, bill.charges[0].description]
        for name in names { #expect(text.contains(name.filter { $0 != " " }.replacing(",", with: ".")), "\(name)") }
    }

    @Test func `a standard page is still read, in both languages`() throws {
        for language in PageLanguage.allCases {
            let scratch = try ScratchDirectory()
            let bill = SampleBills.bill(language, rows: 12)
            let picture = try #require(try pictures(of: bill, .standard, in: scratch).first)
            let text = try Tool.textOn(picture)
            for fen in bill.charges.map(\.fen) + [bill.totalDueFen] {
                #expect(text.contains(read(fen)), "\(language) \(BillAmount.text(fen: fen))")
            }
            #expect(text.contains(bill.customerName.filter { $0 != " " }.replacing(",", with: ".")))
        }
    }

    @Test(arguments: [false, true])
    func `the code on the slip says its payload`(isStandard: Bool) throws {
        let scratch = try ScratchDirectory()
        var bill = SampleBills.bill(.english, rows: 3)
        for length in [1, 60, 200] {
            let payload = String(
                "https://pay.example.cn/b?".appending(String(repeating: "7", count: 200)).prefix(length)
            )
            bill.slip?.qrPayload = payload
            let picture = try #require(try pictures(of: bill, isStandard ? .standard : .fine, in: scratch).last)
            let read = try Tool.run("zbarimg", "-q", "--raw", picture.path)
            #expect(read == payload + "\n", "\(length) characters")
        }
    }

    @Test func `a payload too long for a fax is refused in words`() throws {
        var bill = SampleBills.bill(.english, rows: 3)
        for length in [0, 400, 5000] {
            bill.slip?.qrPayload = String(repeating: "x", count: length)
            let error = #expect(throws: FaxError.self) {
                try BillPainter.pages(of: bill, .fine, with: PagePainter())
            }
            #expect(error?.code == .unusableDocument)
        }
    }

    @Test func `a bill of nonsense is refused, one of strange texts is drawn`() throws {
        let painter = try PagePainter()
        var bill = SampleBills.bill(.chinese, rows: 1)
        bill.customerName = "a\u{0}b\nc\u{202E}d🧾" + String(repeating: "长", count: 400)
        bill.notes = ["第一行\n第二行\u{0}"]
        #expect(try BillPainter.pages(of: bill, .fine, with: painter).count == 1)

        bill.notes = [String(repeating: "长", count: 501)]
        #expect(throws: FaxError.self) { try BillPainter.pages(of: bill, .fine, with: painter) }
        bill.notes = []
        bill.charges[0].fen = .max
        #expect(throws: FaxError.self) { try BillPainter.pages(of: bill, .fine, with: painter) }
    }

    @Test func `without the font a sentence names the package`() {
        let error = #expect(throws: FaxError.self) { try PagePainter(fontFamily: "No Such Font") }
        #expect(error?.code == .fontMissing)
        #expect(error?.sentence.contains("fonts-noto-cjk") == true)
    }

    @Test func `the header's strip and the margins stay white`() throws {
        for style in [BillStyle.fine, .standard] {
            for page in try BillPainter.pages(of: SampleBills.bill(.chinese, rows: 90), style, with: PagePainter()) {
                let strip = PageHeader.rows * page.height / FaxResolution.fine.pageHeight
                #expect(page.height == style.resolution.pageHeight)
                #expect(page.blackPixels(inRows: 0..<strip) == 0)
                #expect((0..<page.height).allSatisfy { y in (0..<80).allSatisfy { !page.isBlack(x: $0, y: y) } })
                #expect((0..<page.height).allSatisfy { y in (1648..<1728).allSatisfy { !page.isBlack(x: $0, y: y) } })
            }
        }
    }
}
