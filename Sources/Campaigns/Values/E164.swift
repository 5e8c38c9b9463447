import CPhoneNumber

/// A telephone number in the one form that is the same everywhere: `+`, country code, national number.
///
/// Its description is masked, because descriptions end in logs; `text` has the digits. Standard: ITU-T E.164 §6.
package struct E164: Hashable, CodedAsText, Sendable, CustomStringConvertible, CustomReflectable {
    /// The whole number with its `+`.
    package let text: String

    /// Takes text that is in E.164 form already, as the database keeps it.
    package init?(text: String) {
        let digits = text.utf8.dropFirst()
        // E.164 §6.1: at most 15 digits; a country code doesn't begin with 0.
        guard text.utf8.first == UInt8(ascii: "+"), (7...15).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.text = text
    }

    package init?(coded text: String) { self.init(text: text) }

    package var codedText: String { text }

    /// All but the last four digits hidden: enough for staff to recognise a call, too little to ring somebody.
    package var description: String { "…" + text.suffix(4) }

    package var customMirror: Mirror { Mirror(self, children: ["masked": description]) }
}

/// How numbers are dialled at a site, so that what people write can become E.164 and back.
package struct NumberingPlan: Hashable, Sendable {
    /// ISO 3166 alpha-2 code of the country.
    package let region: String
    /// Area code without trunk prefix, which completes numbers that are dialled without one.
    package let areaCode: String?
    /// Whether lists may name services by their short numbers, such as 10086.
    package let allowsShortNumbers: Bool

    package init(region: String, areaCode: String? = nil, allowsShortNumbers: Bool = false) {
        self.region = region
        self.areaCode = areaCode
        self.allowsShortNumbers = allowsShortNumbers
    }

    /// Throws: `badNumber` where the text is no possible number, or has an extension.
    package func e164(_ text: String) throws(CampaignsError) -> E164 {
        var buffer = [CChar](repeating: 0, count: 32)
        // libphonenumber reads C strings, and works in time with what it is given.
        let readable = text.utf8.count <= 64 && !text.utf8.contains(0)
        let length =
            readable ? CPhoneNumber_e164(text, region, areaCode, &buffer, buffer.count) : -1
        guard length > 0, let number = E164(text: Self.text(buffer, length)) else {
            throw CampaignsError(
                .badNumber,
                "“\(Self.masked(text))” is no telephone number that can be dialled in \(region); "
                    + "write it with its area code, or as + and country code."
            )
        }
        return number
    }

    /// The digits that a telephone at the site dials to reach `number`.
    package func dialled(_ number: E164) -> String {
        var buffer = [CChar](repeating: 0, count: 40)
        let length = CPhoneNumber_dialled(number.text, region, &buffer, buffer.count)
        return length > 0 ? Self.text(buffer, length) : String(number.text.dropFirst())
    }

    private static func text(_ buffer: [CChar], _ length: Int32) -> String {
        String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func masked(_ text: String) -> String {
        String(text.prefix(64).map { $0.isNumber ? "•" : $0 }.dropLast(4)) + text.prefix(64).suffix(4)
    }
}
