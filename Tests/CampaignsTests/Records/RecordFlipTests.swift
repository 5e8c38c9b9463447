import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Any one byte that is flipped, wherever it is, is found.
@Suite struct RecordFlipTests {
    @Test func `a flipped byte anywhere in a record is found, and in that record only`() async throws {
        try await withRecords { site in
            try await site.callEverybody(6)
            try await site.enquire()
            try await site.anchor()
            try await site.tamper("SELECT 1")
            var generator = SplitMix64(seed: 6)
            for _ in 0..<400 {
                let sequence = Int64.random(in: 1...8, using: &generator)
                let column = ["kind", "body", "secret", "mac"].randomElement(using: &generator)!
                let found = try await site.value(column, sequence)
                guard let old = found, !old.isEmpty else { continue }
                var new = old
                new[Int.random(in: 0..<old.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
                try await site.set(column, sequence, new)
                let faults = try await site.verify()
                let altered = faults.filter { $0.code == "altered" }
                #expect(altered == [.altered(sequence...sequence)], "record \(sequence), \(column): \(faults)")
                try await site.set(column, sequence, old)
            }
            for column in ["at", "subject"] {
                for bit in [0, 7, 31, 62] {
                    for sequence in [2, 7] {
                        let flip = "\(column) = (\(column) | \(1 << bit)) - (\(column) & \(1 << bit))"
                        try await site.tamper("UPDATE sealedRecord SET \(flip) WHERE sequence = \(sequence)")
                        let range = Int64(sequence)...Int64(sequence)
                        #expect(try await site.verify().contains(.altered(range)), "\(flip)")
                        try await site.tamper("UPDATE sealedRecord SET \(flip) WHERE sequence = \(sequence)")
                    }
                }
            }
            #expect(try await site.verify() == [])
        }
    }

    @Test func `a flipped byte anywhere in an anchor is found`() async throws {
        try await withRecords { site in
            try await site.callEverybody(2)
            try await site.anchor()
            let whole = try Data(contentsOf: site.anchors.file)
            var generator = SplitMix64(seed: 7)
            for index in 0..<whole.count - 1 {
                var altered = whole
                altered[index] ^= UInt8.random(in: 1...255, using: &generator)
                try altered.write(to: site.anchors.file)
                let faults = try await site.verify()
                #expect(faults.first == .anchorAltered(.init(file: site.anchors.file.path, line: 1)), "byte \(index)")
            }
        }
    }
}

extension RecordSite {
    fileprivate func value(_ column: String, _ sequence: Int64) async throws -> Data? {
        try await database.read { db in
            let sql = "SELECT CAST(\(column) AS BLOB) FROM sealedRecord WHERE sequence = ?"
            return try Data.fetchOne(db, sql: sql, arguments: [sequence])
        }
    }

    fileprivate func set(_ column: String, _ sequence: Int64, _ bytes: Data) async throws {
        let isText = ["kind", "body"].contains(column)
        try await database.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = 1")
            try db.execute(
                sql: "UPDATE sealedRecord SET \(column) = \(isText ? "CAST(? AS TEXT)" : "?") WHERE sequence = ?",
                arguments: [bytes, sequence]
            )
        }
    }
}
