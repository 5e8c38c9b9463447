/// What is wrong with the prompt catalogue or its files; each fault says what, where, and what to do.
package struct PromptCatalogueError: Error, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The catalogue can't be read, isn't YAML, or an entry of it is wrong.
        case catalogue
        /// A piece has no recording.
        case missingFile
        /// A recording isn't in the catalogue, or isn't 8 kHz mono 16-bit PCM.
        case strangeFile
    }

    package struct Fault: Sendable, CustomStringConvertible {
        package let code: Code
        /// The file, with line and column where there are: `prompts/catalogue.yml:12:5`.
        package let place: String
        package let sentence: String

        package var description: String { "\(place): \(sentence)" }
    }

    package let faults: [Fault]

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
