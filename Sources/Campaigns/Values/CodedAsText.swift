/// A value that is kept as the text that people write for it.
package protocol CodedAsText: Codable {
    init?(coded text: String)
    var codedText: String { get }
}

extension CodedAsText {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(coded: try container.decode(String.self)) else {
            // Without the text: it may be a customer's.
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "the text is no \(Self.self)")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(codedText)
    }
}
