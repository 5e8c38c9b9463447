package import Foundation
import Yams

/// One value of a YAML file that people write, or the place where it should stand.
///
/// Reading doesn't stop at the first fault: a reader that finds its value wrong keeps the fault with file, line and
/// column, and gives nil. `read` throws them all at the end, so that one look finds every fault of the file.
///
/// ```swift
/// try ConfigurationNode.read(file) { root in
///     root.expectKeys(["host", "port"])
///     let host = root["host"].text()                                          // must be there
///     let port = root.optional("port")?.number(in: 1...65_535) ?? 5060        // may be missing
///     return host.map { Address(host: $0, port: port) }
/// }
/// ```
package struct ConfigurationNode {
    /// Nil where nothing stands.
    let node: Node?
    /// Where the value stands, or where it should stand.
    private let mark: Mark?
    /// How people would name the value, such as `retry.busy.wait`; empty for the whole file.
    private let path: String
    /// The key is there, though perhaps with nothing behind it.
    private let isGiven: Bool
    /// What should hold this value is no group, which is fault enough.
    private let isMoot: Bool
    private let document: ConfigurationDocument

    init(root: Node, of document: ConfigurationDocument) {
        self.init(node: root, mark: root.mark, path: "", isGiven: true, document: document)
    }

    private init(
        node: Node?, mark: Mark?, path: String, isGiven: Bool, isMoot: Bool = false, document: ConfigurationDocument
    ) {
        // `key:` with nothing behind it is as good as no key.
        self.node = node?.tag == Tag(.null) ? nil : node
        self.mark = mark
        self.path = path
        self.isGiven = isGiven
        self.isMoot = isMoot
        self.document = document
    }

    /// The directory of the file, to which the paths in it are relative.
    package var directory: URL { URL(filePath: document.file).deletingLastPathComponent() }

    package var isPresent: Bool { node != nil }

    // MARK: Groups and lists

    /// The value of a key; where there is none, a node that complains about that when it is read.
    package subscript(_ key: String) -> ConfigurationNode {
        guard let entry = node?.mapping?.first(where: { $0.key.string == key }) else {
            let isGroup = node.map { $0.mapping != nil } ?? isGiven
            return ConfigurationNode(
                node: nil, mark: mark, path: path(of: key), isGiven: false, isMoot: isMoot || !isGroup,
                document: document)
        }
        return child(entry.key, entry.value)
    }

    /// The value of a key that may be missing.
    package func optional(_ key: String) -> ConfigurationNode? {
        let value = self[key]
        return value.isPresent ? value : nil
    }

    /// Complains about every key that isn't among `known`, and where this is no group at all.
    @discardableResult package func expectKeys(_ known: [String]) -> Bool {
        guard let entries = entries() else { return false }
        let unknown = entries.map(\.key).filter { !known.contains($0) }
        for name in unknown {
            let level = path.isEmpty ? "here" : "in “\(path)”"
            let remedy =
                Spelling.nearest(to: name, among: known).map { "Did you mean “\($0)”?" }
                ?? (known.isEmpty ? "Nothing is to be said there." : "Known keys: \(known.joined(separator: ", ")).")
            let key = node?.mapping?.keys.first { $0.string == name }
            document.add("There is no key “\(name)” \(level). \(remedy)", at: key?.mark ?? mark)
        }
        return unknown.isEmpty
    }

    /// The entries of a group in the order of the file; nothing behind the key is an empty group.
    package func entries() -> [(key: String, value: ConfigurationNode)]? {
        if node == nil, isGiven { return [] }
        guard let mapping = node?.mapping else { return mustBe("a group of “key: value” lines") }
        return mapping.map { ($0.string ?? "?", child($0, $1)) }
    }

    /// The only entry of a group that says one thing out of several kinds, such as `{ wait: 2s }`.
    ///
    /// - Parameter others: keys that may stand beside it.
    package func choice(of kinds: [String], beside others: [String] = []) -> (kind: String, value: ConfigurationNode)? {
        guard expectKeys(others + kinds), let entries = entries() else { return nil }
        let given = entries.filter { kinds.contains($0.key) }
        guard given.count == 1, let entry = given.first else {
            refuse("\(name) must have just one of \(kinds.joined(separator: ", ")).")
            return nil
        }
        return (entry.key, entry.value)
    }

    package func list() -> [ConfigurationNode]? {
        guard let sequence = node?.sequence else { return mustBe("a list, such as [a, b]") }
        return sequence.enumerated().map { index, element in
            ConfigurationNode(
                node: element, mark: element.mark ?? mark, path: "\(path)[\(index + 1)]", isGiven: true,
                document: document)
        }
    }

    private func child(_ key: Node, _ value: Node) -> ConfigurationNode {
        // Where nothing stands behind the key, the key's own place is the better one.
        let valueMark = value.tag == Tag(.null) ? nil : value.mark
        return ConfigurationNode(
            node: value, mark: valueMark ?? key.mark ?? mark, path: path(of: key.string ?? "?"), isGiven: true,
            document: document)
    }

    private func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    // MARK: Complaints

    /// Keeps a fault at this value's place.
    package func refuse(_ sentence: String) {
        if !isMoot { document.add(sentence, at: mark) }
    }

    /// Says what is there and what should be; always nil, as the result of the reader that calls this.
    package func mustBe<Value>(_ expected: String, remedy: String? = nil) -> Value? {
        let remedy = remedy.map { " \($0)" } ?? ""
        if node == nil {
            refuse("\(name) is missing. It must be \(expected).\(remedy)")
        } else {
            refuse("\(name) is \(found), but must be \(expected).\(remedy)")
        }
        return nil
    }

    /// As sentences begin that speak of this value.
    package var name: String { path.isEmpty ? "The file" : "“\(path)”" }

    private var found: String {
        switch node {
        case .mapping: "a group"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.string.isEmpty ? "empty" : "“\(scalar.string.prefix(80))”"
        case .alias, nil: "nothing"
        }
    }

    /// `FILE:LINE:COLUMN` of every key's value by its path, for faults that show only later, such as a busy port.
    package func places() -> [String: String] {
        var places = [path: document.place(mark)]
        for (_, value) in node?.mapping == nil ? [] : entries() ?? [] {
            places.merge(value.places()) { first, _ in first }
        }
        return places
    }
}
