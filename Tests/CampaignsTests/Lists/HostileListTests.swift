import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Two hundred files that nobody should send us, and one line of 100 MB.
@Suite struct HostileListTests {
    @Test(arguments: HostileList.Malice.allCases)
    func `a hostile file is reported clearly, and nothing of it is half loaded`(malice: HostileList.Malice) async throws
    {
        try await withListBench { bench in
            for seed: UInt64 in 1...10 {
                let list = HostileList(malice, seed: seed)
                let file = try bench.write(Data(list.bytes), to: "\(malice)-\(seed).csv")
                do {
                    let report = try await bench.load(.contacts, file)
                    try await check(report, list, bench, "\(malice) \(seed)")
                } catch let error as CampaignsError {
                    checkRefusal(error, list, file, "\(malice) \(seed)")
                    #expect(try await bench.contents() == [], "\(malice) \(seed)")
                }
                try await bench.empty()
                try await checkAllOrNothing(file, bench, "\(malice) \(seed)")
            }
        }
    }

    /// The whole file was refused: by a sentence for each fault, which says where it is.
    private func checkRefusal(_ error: CampaignsError, _ list: HostileList, _ file: URL, _ name: Comment) {
        if case .loads = list.fate { Issue.record("\(name): \(error)") }
        #expect(error.code == .badList, name)
        #expect(list.words.isEmpty || error.message.contains(list.words), name)
        for line in error.message.split(separator: "\n") {
            #expect(line.hasPrefix("\(file.path):") && line.hasSuffix("."), name)
        }
    }

    private func check(_ report: ListReport, _ list: HostileList, _ bench: ListBench, _ name: Comment) async throws {
        switch list.fate {
        case .loads(let loaded, let refused):
            #expect(report.count(.added) == loaded && report.refused == refused, "\(name): \(report.text)")
            if refused > 0 { #expect(report.reasons.allSatisfy { $0.contains(list.words) }, "\(name): \(report.text)") }
        case .isRefused: Issue.record("\(name): loaded")
        case .isAnything: break
        }
        #expect(
            report.rows == report.refused + report.count(.added) + report.count(.changed) + report.count(.same), name)
        let contacts = try await bench.rows(
            """
            SELECT account, count(contactNumber.number) FROM contact LEFT JOIN contactNumber ON contact = id GROUP BY id
            HAVING count(contactNumber.number) = 0 OR length(account) > 400
            """)
        #expect(contacts == [], name)
        #expect(try await bench.rows("SELECT count(*) FROM contact") == ["\(report.count(.added))"], name)
        let file = try report.refusedFile.map { try CSVReader(URL(filePath: $0)) }
        var lines: [Int] = []
        while let record = try file?.next() {
            guard case .row(let row) = record else { Issue.record("\(record)"); return }
            if let line = Int(row.values[row.count - 3]) { lines.append(line) }
        }
        #expect(lines.count == report.refused && lines == lines.sorted(), name)
    }

    private func checkAllOrNothing(_ file: URL, _ bench: ListBench, _ name: Comment) async throws {
        let report = try? await bench.load(.contacts, file) { $0.isAllOrNothing = true }
        let count = report.map { $0.refused == 0 ? $0.rows : 0 } ?? 0
        #expect(try await bench.rows("SELECT count(*) FROM contact") == ["\(count)"], name)
        try await bench.empty()
    }

    @Test func `a line of 100 MB is refused with its place, and costs no memory`() async throws {
        try await withListBench { bench in
            let file = try bench.write("account,name,phone\n1,a,13800138001\n2,")
            let handle = try FileHandle(forWritingTo: file)
            try handle.seekToEnd()
            let piece = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<100 { try handle.write(contentsOf: piece) }
            try handle.write(contentsOf: Data(",13800138002\n3,c,13800138003\n".utf8))
            try handle.close()
            let before = try Self.residentMegabytes()
            let report = try await bench.load(.contacts, file)
            #expect(report.count(.added) == 2 && report.refused == 1)
            #expect(report.reasons == ["line 3, name: the value is longer than 64 KB"])
            // Tests beside this one take some too.
            #expect(try Self.residentMegabytes() - before < 80)
        }
    }

    private static func residentMegabytes() throws -> Double {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
        return Double(Int(pages) ?? 0) * 4_096 / 1_048_576
    }
}

extension ListBench {
    /// Takes away all contacts, so that the next file finds nobody.
    func empty() async throws {
        try await database.commit { db in
            try db.execute(sql: "DELETE FROM contactNumber; DELETE FROM contact")
        }
    }
}
