import ConfigurationFile
import Testing

@testable import Campaigns

@Suite struct ListLayoutTests {
    private func faults(_ row: [String], _ kind: ListKind = .contacts, _ mapping: ListMapping = ListMapping())
        -> [String]
    {
        switch ListLayout.read(row, of: kind, mapping: mapping) {
        case .success: []
        case .failure(let faults): faults.all.map { "\($0.column ?? 0): \($0.sentence)" }
        }
    }

    @Test func `columns are known by our names and by Chinese ones, however they are spelled`() throws {
        let layout = try ListLayout.read(
            ["账号", " Name ", "PHONE", "Phone 2", "电话3", "phone_4", "时段2", "due-date", "账期"], of: .contacts
        ).get()
        let expected: [ListColumn] = [
            ListColumn(.account), ListColumn(.name), ListColumn(.phone), ListColumn(.phone, 2), ListColumn(.phone, 3),
            ListColumn(.phone, 4), ListColumn(.hours, 2), ListColumn(.due), ListColumn(.month),
        ]
        for (place, column) in expected.enumerated() { #expect(layout.places[column] == place) }
    }

    @Test func `every name of every column means just that column`() {
        for meaning in ListColumn.Meaning.allCases {
            #expect(ListColumn(heading: meaning.rawValue) == ListColumn(meaning))
        }
        for heading in ["phone0", "phone10", "account2", "", "2", "phone²"] {
            #expect(ListColumn(heading: heading) == nil)
        }
    }

    static let wrong: [(row: [String], complaint: String)] = [
        (["account", "name"], "0: there is no column “phone”. Add it, or say in a mapping file how it is called."),
        (["account", "name", "phone", "name"], "4: “name” already heads column 2. Rename one of them."),
        (
            ["account", "name", "phone", "姓名"],
            "4: “姓名” means the same as “name” in column 2 (name). Rename one, or say in a mapping file which to take."
        ),
        (["account", "name", "phone", ""], "4: this column has no heading. Give it one, or take it away."),
        (["account", "name", "phone", "hours2"], "4: “hours2” belongs to “phone2”, which isn't there."),
        (
            ["account", "name", "phone", "shoe size"],
            "4: “shoe size” is no column of contacts (account, name, phone, language, person, region, amount, due, "
                + "month, hours, zone, phone2 …). Rename it, take it away, or name it under “text” or “ignore” in a "
                + "mapping file."
        ),
    ]

    @Test(arguments: wrong)
    func `what is wrong with the first row is told with its column`(case: (row: [String], complaint: String)) {
        #expect(faults(`case`.row) == [`case`.complaint])
    }

    @Test func `everything that is wrong is told at once`() {
        #expect(faults(["a", "b", "a"]).count == 6)
    }

    @Test func `a mapping file says what other headings mean`() throws {
        let yaml = """
            columns: { account: 客户, phone: 主号, name: 联系人 }
            text: [套餐]
            ignore: [序号]
            encoding: gb18030
            delimiter: semicolon
            """
        let mapping = try ConfigurationNode.read(yaml: yaml, file: "m.yml") { ListMapping.mapping($0, of: .contacts) }
        #expect(mapping.encoding == .gb18030 && mapping.delimiter == .semicolon)
        let layout = try ListLayout.read(["序号", "客户", "联系人", "主号", "套餐"], of: .contacts, mapping: mapping).get()
        #expect(layout.places == [ListColumn(.account): 1, ListColumn(.name): 2, ListColumn(.phone): 3])
        #expect(layout.texts.map(\.heading) == ["套餐"])
        #expect(faults(["客户", "联系人", "主号", "x"], .contacts, mapping).contains { $0.contains("names “套餐”") })
    }

    @Test func `a mapping file that is wrong is told with line and column`() {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationNode.read(yaml: "columns: { phon: a }\ntext: [b]", file: "m.yml") {
                ListMapping.mapping($0, of: .holidays)
            }
        }
        #expect(error?.faults.map(\.place) == ["m.yml:1:12", "m.yml:2:7"])
    }

    @Test func `the columns that refused rows have beside theirs are passed over`() throws {
        let layout = try ListLayout.read(["phone", "line", "column", "reason"], of: .doNotCall).get()
        #expect(layout.isOfRefusedRows && layout.headings == ["phone"] && layout.width == 4)
    }
}
