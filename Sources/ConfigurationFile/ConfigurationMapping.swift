/// The entries of a mapping whose keys were checked.
package struct ConfigurationMapping {
    private let owner: ConfigurationNode
    private let values: [String: ConfigurationNode]

    init(owner: ConfigurationNode, entries: [(key: ConfigurationNode, value: ConfigurationNode)]) {
        self.owner = owner
        values = Dictionary(entries.map { ($0.key.word ?? "", $0.value) }) { first, _ in first }
    }

    package subscript(_ key: String) -> ConfigurationNode? { values[key] }

    package func required(_ key: String) throws(ConfigurationError) -> ConfigurationNode {
        guard let value = values[key] else { throw owner.complaint("needs the key '\(key)'.") }
        return value
    }
}
