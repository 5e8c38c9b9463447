/// How the characters of a text file are written as bytes.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// The national standard of China, of which GBK and GB 2312 are parts.
    ///
    /// Standard: GB 18030-2005.
    case gb18030
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"

    private static let marks: [(mark: [UInt8], encoding: TextEncoding)] = [
        ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
        ([0x84, 0x31, 0x95, 0x33], .gb18030),
    ]

    /// The encoding that a byte order mark at the beginning names, and the mark's length.
    static func marked(_ head: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
        marks.first { head.starts(with: $0.mark) }.map { ($0.encoding, $0.mark.count) }
    }

    /// The most likely encoding of a file without a byte order mark, by its first bytes.
    static func guess(_ head: [UInt8]) -> TextEncoding {
        if let wide = guessWide(head.prefix(512)) { return wide }
        let (characters, faults) = sequences(head)
        // Hardly two bytes of GB 18030 are a character of UTF-8 by chance; so a few that are wrong among many that are
        // right are a UTF-8 file's own, and are to be refused there, not read as other characters.
        return faults == 0 || characters > 2 * faults ? .utf8 : .gb18030
    }

    /// Separators and digits are half zeros in UTF-16, and always the same half.
    private static func guessWide(_ head: ArraySlice<UInt8>) -> TextEncoding? {
        var zeros = (even: 0, odd: 0)
        for (index, byte) in head.enumerated() where byte == 0 {
            if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let enough = max(2, head.count / 20)
        if zeros.odd >= enough, zeros.even == 0 { return .utf16LittleEndian }
        if zeros.even >= enough, zeros.odd == 0 { return .utf16BigEndian }
        return nil
    }

    /// Characters beyond ASCII that are right in UTF-8, and bytes that are wrong.
    private static func sequences(_ head: [UInt8]) -> (characters: Int, faults: Int) {
        var (characters, faults, index) = (0, 0, 0)
        while index < head.count {
            let length = expectedLength(head[index])
            if length == 1 {
                index += 1
                continue
            }
            // The last character may be cut by the end of what was read.
            if length > 0, index + length > head.count { break }
            if length > 0, String(validating: head[index..<(index + length)], as: UTF8.self) != nil {
                (characters, index) = (characters + 1, index + length)
            } else {
                (faults, index) = (faults + 1, index + 1)
            }
        }
        return (characters, faults)
    }

    private static func expectedLength(_ lead: UInt8) -> Int {
        switch lead {
        case ..<0x80: 1
        case 0xC2..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF5: 4
        default: 0
        }
    }
}
