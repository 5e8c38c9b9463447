/// A country, or a part of one that has rules of its own.
///
/// Standard: ISO 3166-1 alpha-2 such as `US`, or ISO 3166-2 such as `US-FL`.
package struct Region: Hashable, Sendable, CustomStringConvertible {
    /// The code's letters as one number, so that comparing takes no time: the country's two, then the part's.
    private let country: UInt16
    /// 0 for the whole country.
    private let part: UInt32

    package init?(_ text: String) {
        // By hand, because a regular expression would take longer than all of a verdict.
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let (country, rest) = (text.utf8.prefix(2), text.utf8.dropFirst(2))
        let part = rest.dropFirst()
        guard country.count == 2, country.allSatisfy(letters.contains),
            rest.isEmpty || rest.first == UInt8(ascii: "-") && (1...3).contains(part.count),
            part.allSatisfy({ letters.contains($0) || digits.contains($0) })
        else { return nil }
        self.country = country.reduce(0) { $0 << 8 | UInt16($1) }
        self.part = part.reduce(0) { $0 << 8 | UInt32($1) }
    }

    package var code: String {
        part == 0 ? Self.text(UInt32(country)) : "\(Self.text(UInt32(country)))-\(Self.text(part))"
    }

    package var description: String { code }

    /// Whether what is said of this region can hold for somebody of whom we only know that they are in `other`.
    ///
    /// True for `US` and `US-FL` either way round: what holds for the whole holds for the part, and somebody in the
    /// whole may be in the part. False for two parts.
    package func mayHold(in other: Region) -> Bool {
        country == other.country && (part == other.part || part == 0 || other.part == 0)
    }

    private static func text(_ letters: UInt32) -> String {
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: letters >> $0) }
        return String(decoding: bytes.drop { $0 == 0 }, as: UTF8.self)
    }
}

extension Region: CodedAsText {
    package init?(coded text: String) { self.init(text) }

    package var codedText: String { code }
}
