import Crypto
package import Foundation
import GRDB

/// The file that holds the master key of the sealed records: 64 hexadecimal digits on one line, so that it can also be
/// kept on paper.
///
/// It stands outside the database, and is nobody's to read but its owner's.
package struct RecordKeyFile: Sendable {
    package let file: URL

    package init(_ file: URL) { self.file = file }

    package var exists: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// Finds what the opening of a database would refuse, and makes nothing.
    ///
    /// Throws: `recordKey`.
    package func check(for database: DialerDatabase) throws {
        let chain = try database.pool.read { db in
            // A database of an older schema has no chain yet.
            try db.tableExists("sealedRecord") ? SealedRecords.beginning(db) : nil
        }
        if chain != nil || exists { _ = try seal(for: chain) }
    }

    /// The seal for a chain, with a new key where neither chain nor file are there yet.
    ///
    /// Throws: `recordKey`, also where the file holds another key than the chain's.
    func seal(for chain: SealedRecords.Beginning?) throws(CampaignsError) -> RecordSeal {
        if chain == nil, !exists { return try make() }
        let seal = try read()
        if let key = chain?.key, key != seal.keyID {
            throw refusal("holds the key \(seal.keyID), but the records were sealed with \(key). Restore that one.")
        }
        return seal
    }

    /// Throws: `recordKey` where the file is missing, open to others, or holds no key.
    package func read() throws(CampaignsError) -> RecordSeal {
        let descriptor = Foundation.open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw refusal(
                "can't be read (\(String(cString: strerror(errno)))). Restore it from its backup: "
                    + "without it no sealed record can be verified, and none written.")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal("is no file.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw refusal("may be read by others than its owner. Take that away: chmod 600 \(file.path)")
        }
        let text = (try? handle.read(upToCount: 128)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let digits = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Hexadecimal.bytes(digits), key.count == 32 else {
            throw refusal("holds no key, which is 64 hexadecimal digits in small letters. Restore it from its backup.")
        }
        return RecordSeal(master: SymmetricKey(data: key))
    }

    private func make() throws(CampaignsError) -> RecordSeal {
        let key = SymmetricKey(size: .bits256)
        do {
            try DurableFile.create(Data((key.withUnsafeBytes { Hexadecimal.text($0) } + "\n").utf8), at: file)
        } catch {
            throw refusal("can't be made: \(error). Check that its directory exists and may be written by dialerd.")
        }
        return RecordSeal(master: key)
    }

    private func refusal(_ fault: String) -> CampaignsError {
        CampaignsError(.recordKey, "The key file of the sealed records, \(file.path), \(fault)")
    }
}
