/// A country, or a part of one that has rules of its own.
///
/// Standard: ISO 3166-1 alpha-2 such as `US`, or ISO 3166-2 such as `US-FL`.
package struct Region: Hashable, Sendable, CustomStringConvertible {
    package let code: String

    package init?(_ text: String) {
        guard text.wholeMatch(of: /[A-Z]{2}(-[A-Z0-9]{1,3})?/) != nil else { return nil }
        code = text
    }

    package var description: String { code }

    package var country: Region { Region(unchecked: String(code.prefix(2))) }

    /// Whether what is said of this region can hold for somebody of whom we only know that they are in `other`.
    ///
    /// True for `US` and `US-FL` either way round: what holds for the whole holds for the part, and somebody in the
    /// whole may be in the part. False for two parts.
    package func mayHold(in other: Region) -> Bool {
        if code == other.code { return true }
        // A country and its part; all codes of two letters are countries.
        let lengths = (code.utf8.count, other.code.utf8.count)
        return (lengths.0 == 2) != (lengths.1 == 2) && code.utf8.prefix(2).elementsEqual(other.code.utf8.prefix(2))
    }

    private init(unchecked code: String) { self.code = code }
}

extension Region: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let region = Region(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no region such as US or US-FL")
        }
        self = region
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
