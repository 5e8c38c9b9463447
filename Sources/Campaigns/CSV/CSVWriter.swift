/// Writes rows that any spreadsheet reads as what they are, and none as a formula.
///
/// Standard: RFC 4180; OWASP, CSV Injection.
package struct CSVWriter: Sendable {
    package let delimiter: CSVDelimiter

    package init(delimiter: CSVDelimiter = .comma) { self.delimiter = delimiter }

    /// What a file begins with, so that a spreadsheet reads Chinese as Chinese.
    package static let byteOrderMark = "\u{FEFF}"

    /// One row with its line end.
    package func row(_ values: [String]) -> String {
        values.map { quoted(Self.guarded($0)) }.joined(separator: String(delimiter.character)) + "\r\n"
    }

    /// The text with a single quote before it, where a spreadsheet would take it for a formula.
    ///
    /// Numbers stay numbers: `-12.50` and `+8613800138000` are no formulas.
    package static func guarded(_ text: String) -> String {
        looksLikeFormula(text) && !isNumber(text) ? "'" + text : text
    }

    /// What `guarded` was given.
    package static func unguarded(_ text: String) -> String {
        text.first == "'" && looksLikeFormula(text) ? String(text.dropFirst()) : text
    }

    /// Also where quotes stand before it already, so that one of them can be taken away again.
    private static func looksLikeFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { $0 != "'" }) else { return false }
        // Those of full width too, which a spreadsheet in Chinese takes for the same.
        return "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first)
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.first == "+" || text.first == "-" ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private func quoted(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { scalar in
            scalar == "\"" || scalar == "\r" || scalar == "\n" || Character(scalar) == delimiter.character
        }
        // Readers take white space around a value for padding.
        guard needsQuotes || text.first == " " || text.last == " " || text.first == "\t" || text.last == "\t" else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
