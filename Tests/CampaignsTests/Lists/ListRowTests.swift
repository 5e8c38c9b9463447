import Testing

@testable import Campaigns

@Suite struct ListRowTests {
    private func read(_ kind: ListKind, _ cells: KeyValuePairs<String, String>) throws -> Result<ListRow, RowRefusal> {
        let layout = try ListLayout.read(cells.map(\.key), of: kind).get()
        let reader = ListRowReader(
            layout: layout, plan: Workplace.plan, zone: Workplace.zone, source: "list", campaigns: ["spring"])
        return reader.read(.row(CSVRow(line: 7, values: cells.map(\.value), count: cells.count, brokenValue: nil)))
    }

    @Test func `a contact has all that its row says`() throws {
        let row = try read(
            .contacts,
            [
                "account": " 610 ", "name": "=王伟", "phone": "020-6210 0000", "phone2": "１３８００１３８０００",
                "hours2": "18:00-20:00",
                "zone2": "Asia/Urumqi", "phone3": "", "phone4": "+8613800138000", "language": "中文",
                "zone": "Asia/Shanghai",
                "person": "p1", "region": "CN-GD", "amount": "10.5", "due": "2026/11/5", "month": "202610",
            ]
        ).get()
        guard case .contact(let contact) = row else { Issue.record("\(row)"); return }
        #expect(contact.account == "610" && contact.name == "=王伟" && contact.person == "p1")
        #expect(contact.numbers.map(\.number.text) == ["+862062100000", "+8613800138000"])
        #expect(contact.numbers[1].hours == DayHours("18:00-20:00") && contact.numbers[1].zone == "Asia/Urumqi")
        #expect(contact.language == .mandarin && contact.zone == "Asia/Shanghai" && contact.region == "CN-GD")
        #expect(contact.facts.amount == Fen(1050) && contact.facts.dueDay == CalendarDay(iso: "2026-11-05"))
        #expect(contact.facts.occasion == "2026-10")
    }

    static let numbers: [(text: String, reason: String)] = [
        ("13800138000 ext. 5", "“13800138000 ext. 5” has an extension"), ("02062100000转8", "“02062100000转8”"),
        ("10086", "too short"), ("110", "too short"), ("12345", "too short"), ("+8610086", "too short"),
        ("1380013800013800138000", "has too many digits"),
        ("call me", "“call me” is no telephone number that can be dialled in CN"), ("", "the number is missing"),
        ("+", "is no telephone number"), ("+999123456789", "is no telephone number"),
        (String(repeating: "1", count: 100), "longer than any telephone number"),
        ("=HYPERLINK(\"http://x\")", "is no telephone number"),
    ]

    @Test(arguments: numbers)
    func `what is no number that can be rung is refused with its reason`(number: (text: String, reason: String)) throws
    {
        guard case .failure(let refusal) = try read(.doNotCall, ["phone": number.text]) else {
            Issue.record("“\(number.text)” passes for a number")
            return
        }
        #expect(refusal.line == 7 && refusal.column == "phone" && refusal.reason.contains(number.reason), "\(refusal)")
    }

    @Test func `short numbers are read where the plan allows them`() {
        let plan = NumberingPlan(region: "CN", areaCode: "20", allowsShortNumbers: true)
        #expect(plan.reading(of: "10086") == E164(text: "+862010086").map { .number($0) })
    }

    static let values: [(kind: ListKind, heading: String, value: String, reason: String)] = [
        (.contacts, "name", "", "the value is missing"), (.contacts, "account", "a\u{0}b", "control character"),
        (.contacts, "name", String(repeating: "王", count: 134), "longer than 400 bytes"),
        (.contacts, "language", "fr", "“fr” is no language"), (.contacts, "zone", "Peking", "“Peking” is no time zone"),
        (.contacts, "region", "Guangdong", "no region"), (.contacts, "amount", "1,000", "is no amount"),
        (.contacts, "amount", "-1", "is no amount"), (.contacts, "amount", "=1+1", "is no amount"),
        (.contacts, "due", "2026-02-30", "is no day"), (.contacts, "month", "2026-13", "is no month"),
        (.contacts, "hours", "20:00-18:00", "are no hours"), (.contacts, "hours", "8-9", "are no hours"),
        (.callbacks, "due", "tomorrow", "is no time"), (.holidays, "day", "01/02/2026", "is no day"),
        (.rates, "prefix", "0086", "is no beginning"), (.rates, "price", "x", "is no amount"),
        (.rates, "first", "0", "are no seconds"), (.doNotCall, "campaign", "sprint", "there is no campaign “sprint”"),
    ]

    @Test(arguments: values)
    func `a value that is none of its kind is refused with column and reason`(
        wrong: (kind: ListKind, heading: String, value: String, reason: String)
    ) throws {
        let right = [
            "account": "610", "name": "王", "phone": "13800138000", "wish": "bill",
            "due": wrong.kind == .callbacks ? "2026-11-20 15:30" : "2026-11-20",
            "day": "2026-10-01", "prefix": "+86139", "price": "0.15", "topic": "t", "given": "2026-11-20T15:30:00Z",
            "evidence": "form 7",
        ]
        let headings = Set(wrong.kind.required.map(\.heading)).union([wrong.heading]).sorted()
        let layout = try ListLayout.read(headings, of: wrong.kind).get()
        let reader = ListRowReader(layout: layout, plan: Workplace.plan, zone: Workplace.zone, campaigns: ["spring"])
        func result(_ value: String?) -> Result<ListRow, RowRefusal> {
            let cells = headings.map { $0 == wrong.heading ? value ?? right[$0] ?? "" : right[$0] ?? "" }
            return reader.read(.row(CSVRow(line: 3, values: cells, count: cells.count, brokenValue: nil)))
        }
        #expect(throws: Never.self) { try result(nil).get() }
        guard case .failure(let refusal) = result(wrong.value) else { Issue.record("\(wrong) passes"); return }
        #expect(
            refusal.line == 3 && refusal.column == wrong.heading && refusal.reason.contains(wrong.reason), "\(refusal)")
    }

    @Test func `a row of another width is refused as a whole`() throws {
        let layout = try ListLayout.read(["phone", "source"], of: .doNotCall).get()
        let reader = ListRowReader(layout: layout, plan: Workplace.plan, zone: Workplace.zone)
        let row = CSVRow(line: 9, values: ["13800138000"], count: 1, brokenValue: nil)
        #expect(
            reader.read(.row(row))
                == .failure(
                    RowRefusal(
                        line: 9, column: "", reason: "the row has 1 values, but the first row has 2 columns")))
    }

    @Test func `times without a zone are the site's`() throws {
        for text in ["2026-11-20 15:30", "2026/11/20 15:30:00", "2026-11-20T07:30:00Z", "2026年11月20日 15:30"] {
            guard
                case .callback(let row) = try read(.callbacks, ["phone": "13800138000", "due": text, "wish": "w"]).get()
            else { continue }
            #expect(row.dueAt.milliseconds == 1_795_159_800_000, "\(text)")
        }
    }
}
