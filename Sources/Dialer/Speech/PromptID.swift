/// The name of one recorded piece, as `prompts/catalogue.yml` has it: `group.piece`.
package struct PromptID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let name: String

    package init(_ name: String) {
        self.name = name
    }

    package init(stringLiteral name: String) {
        self.name = name
    }

    package var description: String { name }
}
