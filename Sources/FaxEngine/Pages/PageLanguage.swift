/// The languages of the words that we print on pages ourselves.
package enum PageLanguage: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"
}
