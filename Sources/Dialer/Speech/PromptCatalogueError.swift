/// What is wrong with the prompt catalogue or its files; each fault says what, where, and what to do.
package struct PromptCatalogueError: Error, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unreadable
        case malformed
        case missingText
        case missingFile
        case strangeFile
    }

    package struct Fault: Sendable, CustomStringConvertible {
        package let code: Code
        /// The file, and the line where there is one: `prompts/catalogue.yml:12`.
        package let place: String
        package let sentence: String

        package var description: String { "\(place): \(sentence)" }
    }

    package let faults: [Fault]

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
