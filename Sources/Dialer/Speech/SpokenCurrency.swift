/// The pieces that name a currency's units, so that a site with another currency records its own words.
package struct SpokenCurrency: Sendable {
    /// The unit, as in "twelve yuan", and as it sounds after "one".
    package var unit: PromptID
    package var oneUnit: PromptID
    /// A tenth, which Mandarin counts by itself (角); without one the hundredths are counted to 99.
    package var tenth: PromptID?
    /// A hundredth, as in "fifty fen", and as it sounds after "one".
    package var hundredth: PromptID
    package var oneHundredth: PromptID

    package init(unit: PromptID, oneUnit: PromptID, tenth: PromptID?, hundredth: PromptID, oneHundredth: PromptID) {
        self.unit = unit
        self.oneUnit = oneUnit
        self.tenth = tenth
        self.hundredth = hundredth
        self.oneHundredth = oneHundredth
    }

    package static let yuan = SpokenCurrency(
        unit: "currency.yuan",
        oneUnit: "currency.yuan",
        tenth: "currency.jiao",
        hundredth: "currency.fen",
        oneHundredth: "currency.fen"
    )
}
