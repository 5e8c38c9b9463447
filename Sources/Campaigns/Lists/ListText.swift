extension String {
    /// Without white space around it.
    var trimmed: String {
        // Most values have none, and ASCII at both ends.
        if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        guard let first = unicodeScalars.first, let last = unicodeScalars.last,
            first.properties.isWhitespace || last.properties.isWhitespace
        else { return self }
        let begin = unicodeScalars.firstIndex { !$0.properties.isWhitespace } ?? endIndex
        let end = unicodeScalars.lastIndex { !$0.properties.isWhitespace }.map(unicodeScalars.index(after:)) ?? begin
        return String(unicodeScalars[begin..<end])
    }

    /// The characters of full width that Chinese keyboards write, in the width that machines read.
    ///
    /// Standard: Unicode, Halfwidth and Fullwidth Forms, U+FF01 to U+FF5E.
    var narrowed: String {
        guard utf8.contains(where: { $0 == 0xEF }) else { return self }
        var narrow = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            narrow.append(
                (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(narrow)
    }

    /// A character that no list means to contain: a NUL, a bell, an escape; line ends and tabs are text.
    var hasControlCharacter: Bool {
        utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }
    }
}
