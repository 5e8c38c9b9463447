import Foundation
import GRDB
import Testing

@testable import Campaigns

/// What a new process finds of the records of one that died.
@Suite struct RecordCrashTests {
    private func survivor(of site: RecordSite) throws -> RecordSite {
        let copy = try site.place.copyDatabase()
        try FileManager.default.copyItem(at: site.keyFile.file, to: copy.directory.appending(path: "records.key"))
        return try RecordSite(copy)
    }

    private static func size(of path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    @Test func `a process that dies in the middle of a transaction leaves whole records`() async throws {
        try await withRecords { site in
            try await site.callEverybody(5)
            try await site.database.pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            }
            let records = site.records
            // So large, and the cache so small, that the transaction's pages are in the file before it ends.
            let log = site.place.directory.appending(path: "dialer.sqlite-wal").path
            let (copy, grown) = try await site.database.pool.write { db in
                try db.execute(sql: "PRAGMA cache_size = 2")
                let before = try Self.size(of: log)
                for _ in 0..<300 {
                    try records.append(db, enquiry: RecordSite.enquiry(), RecordSecret(), now: RecordSite.now)
                }
                return (try survivor(of: site), try Self.size(of: log) - before)
            }
            defer { copy.place.remove() }
            #expect(grown > 100_000, "records of the transaction were in the file")
            #expect(try await copy.count == 6)
            #expect(try await copy.verify() == [])
            try await copy.enquire()
            #expect(try await copy.verify() == [])
        }
    }

    @Test func `a change that fails inside a shared transaction leaves no gap`() async throws {
        try await withRecords { site in
            await failEveryThird(of: 200, site)
            let count = try await site.count
            #expect(count == 1 + 133)
            #expect(try await site.verify() == [])
        }
    }

    private func failEveryThird(of count: Int, _ site: RecordSite) async {
        let records = site.records
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                group.addTask {
                    try? await site.database.commit { db in
                        try records.append(db, enquiry: RecordSite.enquiry(), RecordSecret(), now: RecordSite.now)
                        if index.isMultiple(of: 3) { throw CampaignsError(.notFound, "in the middle") }
                    }
                }
            }
        }
    }

    @Test func `records are verified while others are written`() async throws {
        try await withRecords { site in
            async let writer: Void = { for _ in 0..<100 { try await site.enquire() } }()
            for _ in 0..<10 {
                try await site.anchor()
                #expect(try await site.verify() == [])
            }
            try await writer
            #expect(try await site.verify() == [])
        }
    }
}

extension RecordSite {
    fileprivate var count: Int {
        get async throws {
            try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sealedRecord") } ?? 0
        }
    }
}
