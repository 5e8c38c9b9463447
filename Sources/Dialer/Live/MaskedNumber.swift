/// A telephone number of which at most the last four digits are left.
///
/// The only way in is to mask, so that whoever feeds the live board cannot show or log a customer's whole number by
/// mistake. Masking twice changes nothing.
package struct MaskedNumber: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Four bullets, a space and the digits that are left: `•••• 4321`.
    package let description: String

    /// Masks a number in any spelling.
    ///
    /// Service numbers such as 170 are no longer than what is left of a customer's, so they stay readable.
    package init(masking number: String) {
        let digits = number.filter { $0.isASCII && $0.isNumber }
        description = "•••• " + digits.suffix(4)
    }

    package init(from decoder: any Decoder) throws {
        self.init(masking: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
