/// The language a customer is spoken to in, by its ISO 639-1 code.
package enum CustomerLanguage: String, Codable, CaseIterable, Sendable {
    case mandarin = "zh"
    case english = "en"
}
