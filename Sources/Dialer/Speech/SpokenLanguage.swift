/// A language in which every sentence of the catalogue is recorded.
///
/// The raw value is the name of its folder under `prompts/` and of its key in the catalogue.
package enum SpokenLanguage: String, CaseIterable, Sendable, Hashable {
    case mandarin = "zh"
    case english = "en"

    /// The language that "other language" changes to.
    package var other: SpokenLanguage {
        self == .mandarin ? .english : .mandarin
    }
}
