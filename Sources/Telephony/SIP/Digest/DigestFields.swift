/// The `name=value` list of a Digest header, quotes taken off.
///
/// Standard: RFC 7616 §3.3, §3.4.
struct DigestFields: Sendable, Equatable {
    private var values: [String: String] = [:]

    /// - Returns: nil when the text is not of the Digest scheme or cannot be read.
    init?(parsing text: String) {
        guard text.utf8.count <= 4_096, text.lowercased().hasPrefix("digest ") else { return nil }
        var rest = text.dropFirst(7)
        while true {
            rest = rest.drop { $0 == " " || $0 == "," || $0 == "\t" }
            guard !rest.isEmpty else { return }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let name = rest[..<equals].lowercased().filter { $0 != " " }
            rest = rest[equals...].dropFirst().drop { $0 == " " }
            if rest.first == "\"" {
                guard let (value, after) = Self.quoted(rest.dropFirst()) else { return nil }
                values[name] = value
                rest = after
            } else {
                let value = rest.prefix { $0 != "," && $0 != " " }
                values[name] = String(value)
                rest = rest[value.endIndex...]
            }
        }
    }

    subscript(name: String) -> String? { values[name] }

    private static func quoted(_ text: Substring) -> (String, Substring)? {
        var value = ""
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case "\"": return (value, text[text.index(after: index)...])
            case "\\":
                index = text.index(after: index)
                guard index < text.endIndex else { return nil }
                value.append(text[index])
            case let character: value.append(character)
            }
            index = text.index(after: index)
        }
        return nil
    }
}
