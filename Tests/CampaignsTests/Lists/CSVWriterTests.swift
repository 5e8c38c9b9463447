import Testing

@testable import Campaigns

@Suite struct CSVWriterTests {
    static let values: [(value: String, written: String)] = [
        ("王伟", "王伟"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
        ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"), ("'=1", "''=1"), ("'n Abend", "'n Abend"),
        ("-12.50", "-12.50"), ("+8613800138000", "+8613800138000"), ("-", "'-"), ("-1.2.3", "'-1.2.3"),
        (" padded ", "\" padded \""),
    ]

    @Test(arguments: values)
    func `what is written is no formula, and numbers stay numbers`(value: (value: String, written: String)) {
        #expect(CSVWriter().row([value.value, "x"]) == value.written + ",x\r\n")
        #expect(CSVWriter.unguarded(CSVWriter.guarded(value.value)) == value.value)
    }

    @Test func `other delimiters are quoted where they stand in a value`() {
        #expect(CSVWriter(delimiter: .semicolon).row(["a;b", "c,d"]) == "\"a;b\";c,d\r\n")
        #expect(CSVWriter(delimiter: .tab).row(["a\tb", "c"]) == "\"a\tb\"\tc\r\n")
    }
}
