package import Campaigns

/// One recording to be played: a piece of the catalogue in one language.
///
/// A sequence may mix languages: the choice of language is offered in each language's own words.
package struct SpokenPiece: Hashable, Sendable, CustomStringConvertible {
    package let prompt: PromptID
    package let language: CustomerLanguage

    package init(_ prompt: PromptID, in language: CustomerLanguage) {
        self.prompt = prompt
        self.language = language
    }

    package var description: String { "\(language.rawValue)/\(prompt)" }
}
