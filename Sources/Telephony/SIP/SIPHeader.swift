/// One header of a SIP message.
package struct SIPHeader: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// As it goes on the wire; line ends are taken out, so that a value cannot bring headers of its own.
    var line: String { "\(name.withoutLineEnds): \(value.withoutLineEnds)" }
}

extension [SIPHeader] {
    /// The value of the first header of that name; names have no case (RFC 3261 §7.3.1).
    package subscript(name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

extension String {
    /// The text with every control character replaced by a space.
    var withoutLineEnds: String {
        guard unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}
