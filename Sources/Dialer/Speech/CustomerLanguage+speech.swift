package import Campaigns

/// Every sentence of the catalogue is recorded in each language; the raw value is the folder's name under `prompts/`.
extension CustomerLanguage {
    /// The language that "other language" changes to.
    package var other: CustomerLanguage {
        self == .mandarin ? .english : .mandarin
    }
}
