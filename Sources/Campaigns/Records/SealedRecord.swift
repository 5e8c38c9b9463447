import Foundation

/// One link of the chain, as it stands in table `sealedRecord`.
struct SealedRecord: Hashable, Sendable {
    var sequence: Int64
    var kind: String
    var subject: Int64?
    /// Units: milliseconds, whole hours.
    var at: Int64
    var body: Data
    var secret: Data?
    /// Over the mac of the record before it, and all that stands above.
    var mac: Data

    /// What the first record follows.
    static let beginning = Data(count: 32)
}

/// The body of a chain's first record.
struct RecordOpening: Codable {
    var format = 1
    /// The name of the key, so that a wrong key is told as such and not as a broken chain.
    let key: String

    init(key: String) { self.key = key }

    init?(body: Data) {
        guard let opening = try? JSONDecoder().decode(Self.self, from: body) else { return nil }
        self = opening
    }

    var body: String { #"{"format":\#(format),"key":"\#(key)"}"# }
}

/// Fields one after the other, each with its length before it, so that no two rows of fields give the same bytes.
struct SealedBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ field: some Collection<UInt8>) {
        withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: field)
    }

    mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { append($0) }
    }

    /// A field that may be missing: none is another thing than one of no bytes.
    mutating func append(optional field: (some Collection<UInt8>)?) {
        append(CollectionOfOne(UInt8(field == nil ? 0 : 1)))
        if let field { append(field) }
    }
}

extension UTCTime {
    /// The full hour before it (UTC).
    package var hour: UTCTime {
        let length: Int64 = 3_600_000
        let rest = milliseconds % length
        return UTCTime(milliseconds: milliseconds - (rest < 0 ? rest + length : rest))
    }
}
