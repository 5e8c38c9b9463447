import Foundation
import Testing

@testable import Campaigns

@Suite struct CSVReaderTests {
    private func records(
        _ bytes: [UInt8], encoding: TextEncoding? = nil, limits: CSVLimits = CSVLimits()
    ) async throws -> (records: [CSVRecord], reader: CSVReader) {
        try await withWorkplace { place in
            let file = place.directory.appending(path: "a.csv")
            try Data(bytes).write(to: file)
            let reader = try CSVReader(file, encoding: encoding, limits: limits)
            var records: [CSVRecord] = []
            while let record = try reader.next() { records.append(record) }
            return (records, reader)
        }
    }

    private func rows(_ text: String) async throws -> [[String]] {
        try await records(Array(text.utf8)).records.map { record in
            switch record {
            case .row(let row): row.values
            case .fault(let fault): ["fault in line \(fault.line)", fault.reason]
            }
        }
    }

    static let shapes: [(text: String, rows: [[String]])] = [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("\n\r\n  \na,b\n\n1,2\n\n", [["a", "b"], ["1", "2"]]),
        ("a;b\n1;2,5\n", [["a", "b"], ["1", "2,5"]]),
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ("\"a,a;\";b\n1;2\n", [["a,a;", "b"], ["1", "2"]]),
        ("a,b\n\"one\ntwo\",\"say \"\"hi\"\"\"\n", [["a", "b"], ["one\ntwo", "say \"hi\""]]),
        ("a,b\n1,\n", [["a", "b"], ["1", ""]]),
        ("a,b\n  x , \" y \" \n", [["a", "b"], ["x", " y "]]),
        ("\u{FEFF}a,b\n王,=1+1\n", [["a", "b"], ["王", "=1+1"]]),
        ("", []),
        ("\u{FEFF}", []),
    ]

    @Test(arguments: shapes)
    func `rows are told apart however lines end and values are quoted`(
        shape: (text: String, rows: [[String]])
    ) async throws {
        #expect(try await rows(shape.text) == shape.rows)
    }

    @Test func `each encoding is found out, with and without a byte order mark`() async throws {
        let text = "账号,姓名\n610,王伟\n611,欧阳娜娜\n"
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let gb = try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632)))
        let files: [(bytes: [UInt8], encoding: TextEncoding)] = [
            (Array(text.utf8), .utf8), ([0xEF, 0xBB, 0xBF] + text.utf8, .utf8),
            (wide, .utf16LittleEndian), ([0xFF, 0xFE] + wide, .utf16LittleEndian),
            (big, .utf16BigEndian), ([0xFE, 0xFF] + big, .utf16BigEndian), (Array(gb), .gb18030),
        ]
        for file in files {
            let (records, reader) = try await records(file.bytes)
            #expect(reader.encoding == file.encoding)
            let values = records.map { record -> [String] in if case .row(let row) = record { row.values } else { [] } }
            #expect(values == [["账号", "姓名"], ["610", "王伟"], ["611", "欧阳娜娜"]], "\(file.encoding)")
        }
    }

    @Test func `a byte that is no character costs its own row`() async throws {
        let good = Array("账号,姓名\n610,王伟\n".utf8)
        let (records, reader) = try await records(good + [0x36, 0x2C, 0xE7, 0x8E, 0x0A] + Array("612,李\n".utf8))
        #expect(reader.encoding == .utf8)
        let broken = records.map { record -> Int? in if case .row(let row) = record { row.brokenValue } else { -1 } }
        #expect(broken == [nil, nil, 1, nil])
    }

    @Test func `half of a wide character at the end is told`() async throws {
        let wide = "a,b\n1,王\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let (records, _) = try await records([0xFF, 0xFE] + wide + [0x31, 0x00, 0x2C, 0x00, 0x8B])
        guard case .row(let last)? = records.last else { Issue.record("no row"); return }
        #expect(last.brokenValue == 1 && last.line == 3)
    }

    @Test func `a quote that is never closed costs the line it stands in`() async throws {
        let text = "a,b\n1,\"x\n" + (0..<500).map { "\($0),y\n" }.joined()
        let found = try await rows(text)
        #expect(found[1] == ["fault in line 2", "a quote is not closed within 200 lines"])
        #expect(found.count == 502 && found.last == ["499", "y"])
    }

    @Test func `a quote that is open at the end costs the line it stands in`() async throws {
        let found = try await rows("a,b\n1,\"x\n2,y\n")
        #expect(found == [["a", "b"], ["fault in line 2", "a quote is never closed"], ["2", "y"]])
    }

    @Test(arguments: ["1,x\"y\n2,z\n", "1,\"x\"y\n2,z\n", "1,\"x\ny\"z\n2,z\n"])
    func `a quote in the wrong place is told and not guessed at`(rows body: String) async throws {
        let found = try await rows("a,b\n" + body)
        #expect(
            found[1].first == "fault in line 2" && found[1].last?.contains("each quote in it is written twice") == true)
        #expect(found.last == ["2", "z"])
    }

    @Test func `a value, a row and a number of columns without end are refused where they begin`() async throws {
        let limits = CSVLimits(value: 100, row: 1_000, lines: 10, columns: 20)
        let long = String(repeating: "x", count: 400_000)
        let wide = String(repeating: "12345678,", count: 200)
        let text = "a,b\n1,\(long)\n2,y\n\(wide)\n3,z\n\(String(repeating: ",", count: 50))\n4,w\n"
        let (records, _) = try await records(Array(text.utf8), limits: limits)
        #expect(records.map(\.line) == [1, 2, 3, 4, 5, 6, 7])
        guard case .fault(let value) = records[1], case .row(let width) = records[5] else {
            Issue.record("\(records)")
            return
        }
        #expect(value.column == 1 && value.values == ["1"])
        #expect(width.count == 51 && width.values.count == 20)
    }

    @Test func `lines are counted right where a CRLF lies on the border of two pieces`() async throws {
        let piece = 256 << 10
        let head = "a,b\n1,"
        let text =
            head
            + String(repeating: "x", count: piece - head.utf8.count - 1 - 100)
            .enumerated().map { $0.offset % 1_000 == 999 ? "\n1," : String($0.element) }.joined()
        let filled = String(text.prefix(piece - 1))
        let (records, _) = try await records(Array((filled + "\r\n9,\"a\r\nb\"\r\n8,c\r\n").utf8))
        let line = filled.utf8.count { $0 == 0x0A } + 2
        #expect(records.suffix(2).map(\.line) == [line, line + 2])
    }
}
