import Crypto
import Foundation
import Testing

@testable import Campaigns

@Suite struct RecordKeyTests {
    @Test func `the first opening makes a key that nobody else may read, and the next finds it`() async throws {
        try await withRecords { site in
            let attributes = try FileManager.default.attributesOfItem(atPath: site.keyFile.file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try site.keyFile.read().keyID == site.records.seal.keyID)
            let text = try String(contentsOf: site.keyFile.file, encoding: .utf8)
            #expect(text.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
            #expect(!text.contains(site.records.seal.keyID), "the name doesn't tell the key")
        }
    }

    /// What is wrong with the key file of a database that has records.
    static let faults: [(what: String, spoil: @Sendable (URL) throws -> Void, sentence: String)] = [
        ("missing", { try FileManager.default.removeItem(at: $0) }, "No such file or directory"),
        (
            "open to others",
            { try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: $0.path) },
            "may be read by others than its owner. Take that away: chmod 600"
        ),
        ("cut short", { try Data("12ab".utf8).overwrite($0) }, "64 hexadecimal digits"),
        (
            "another key", { try Data((String(repeating: "ab", count: 32) + "\n").utf8).overwrite($0) },
            "Restore that one"
        ),
        (
            "a directory",
            {
                try FileManager.default.removeItem(at: $0)
                try FileManager.default.createDirectory(at: $0, withIntermediateDirectories: false)
            },
            "is no file"
        ),
    ]

    @Test(arguments: faults.indices) func `a key file that is not right is refused`(_ index: Int) async throws {
        try await withRecords { site in
            try await site.enquire()
            try await site.database.close(now: RecordSite.now)
            try Self.faults[index].spoil(site.keyFile.file)
            let opened = { _ = try RecordSite(site.place) }
            let error = try #require(#expect(throws: CampaignsError.self, performing: opened))
            #expect(error.code == .recordKey && error.message.contains(Self.faults[index].sentence), "\(error)")
        }
    }

    @Test func `a secret is opened at its own place only, and with its own key only`() throws {
        let seal = RecordSeal(master: SymmetricKey(data: Data(repeating: 1, count: 32)))
        let secret = RecordSecret(
            answeredAt: UTCTime(milliseconds: 5), endedAt: UTCTime(milliseconds: 9), charge: Fen(3))
        let box = try seal.close(secret, kind: .attempt, subject: 7, sequence: 8)
        #expect(try seal.open(box, kind: .attempt, subject: 7, sequence: 8) == secret)
        #expect(throws: CampaignsError.self) { try seal.open(box, kind: .attempt, subject: 7, sequence: 9) }
        #expect(throws: CampaignsError.self) { try seal.open(box, kind: .attempt, subject: 6, sequence: 8) }
        #expect(throws: CampaignsError.self) { try seal.open(box, kind: .enquiry, subject: nil, sequence: 8) }
        let other = RecordSeal(master: SymmetricKey(data: Data(repeating: 2, count: 32)))
        #expect(throws: CampaignsError.self) { try other.open(box, kind: .attempt, subject: 7, sequence: 8) }
        #expect(try seal.close(secret, kind: .attempt, subject: 7, sequence: 8) != box, "a nonce is used once")
    }

    @Test func `fields that look alike when joined have different macs`() {
        let seal = RecordSeal(master: SymmetricKey(data: Data(repeating: 1, count: 32)))
        func mac(_ kind: String, _ subject: Int64?, _ body: String, _ secret: Data?) -> Data {
            let record = SealedRecord(
                sequence: 1, kind: kind, subject: subject, at: 0, body: Data(body.utf8), secret: secret, mac: Data())
            return seal.mac(of: record, after: SealedRecord.beginning)
        }
        let macs = [
            mac("ab", nil, "c", nil), mac("a", nil, "bc", nil), mac("ab", 0, "c", nil), mac("ab", nil, "c", Data()),
            mac("ab", nil, "", Data("c".utf8)),
        ]
        #expect(Set(macs).count == macs.count)
    }
}

extension Data {
    /// In the file as it is, with its permissions.
    fileprivate func overwrite(_ file: URL) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: self)
        try handle.close()
    }
}
