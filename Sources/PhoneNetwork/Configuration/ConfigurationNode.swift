import Foundation
import Yams

/// One value of a YAML file, which knows where it stands, so that every complaint names file, line, column and key.
struct ConfigurationNode {
    private let node: Node
    private let file: String
    /// The keys that lead here, for complaints.
    private let path: String

    /// Reads a file's one document.
    ///
    /// Throws: `PhoneNetworkError` (`configuration`).
    static func file(at path: String) throws(PhoneNetworkError) -> ConfigurationNode {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PhoneNetworkError(.configuration, "\(path) cannot be read.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw PhoneNetworkError(.configuration, "\(path) is not UTF-8 text.")
        }
        return try ConfigurationNode(yaml: text, file: path)
    }

    init(yaml: String, file: String) throws(PhoneNetworkError) {
        do {
            guard let node = try Yams.compose(yaml: yaml) else {
                throw PhoneNetworkError(.configuration, "\(file) is empty.")
            }
            self.init(node: node, file: file, path: "")
        } catch let error as YamlError {
            throw PhoneNetworkError(.configuration, Self.sentence(error, file: file))
        } catch let error as PhoneNetworkError {
            throw error
        } catch {
            throw PhoneNetworkError(.configuration, "\(file) is not YAML: \(error).")
        }
    }

    private init(node: Node, file: String, path: String) {
        self.node = node
        self.file = file
        self.path = path
    }

    private static func sentence(_ error: YamlError, file: String) -> String {
        switch error {
        case .parser(_, let problem, let mark, _), .scanner(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(file):\(mark.line):\(mark.column): this is not YAML: \(problem)."
        default:
            "\(file) is not YAML: \(error)."
        }
    }

    /// A complaint about this value.
    func trouble(_ sentence: String) -> PhoneNetworkError {
        let place = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
        return PhoneNetworkError(.configuration, "\(file)\(place): \(path.isEmpty ? "" : path + " ")\(sentence)")
    }

    // MARK: Mappings

    /// This value's entries; a key that is none of `known` is refused.
    func mapping(known: [String]) throws(PhoneNetworkError) -> ConfigurationMapping {
        // "busy:" with nothing behind it is an empty mapping.
        if node.scalar?.string.isEmpty == true || isNull { return ConfigurationMapping(owner: self, values: [:]) }
        guard let mapping = node.mapping else { throw trouble("must be a list of keys and values.") }
        var values: [String: ConfigurationNode] = [:]
        for (keyNode, value) in mapping {
            let key = keyNode.scalar?.string ?? ""
            let child = ConfigurationNode(node: value, file: file, path: path.isEmpty ? key : "\(path).\(key)")
            guard known.contains(key) else {
                let here = ConfigurationNode(node: keyNode, file: file, path: path)
                throw here.trouble("has no key '\(key)'\(Self.suggestion(for: key, among: known))")
            }
            guard values.updateValue(child, forKey: key) == nil else { throw child.trouble("is given twice.") }
        }
        return ConfigurationMapping(owner: self, values: values)
    }

    private static func suggestion(for key: String, among known: [String]) -> String {
        let nearest = known.min { distance($0, key) < distance($1, key) }
        if let nearest, distance(nearest, key) <= max(2, key.count / 3) { return "; did you mean '\(nearest)'?" }
        return known.isEmpty ? ", nor any other." : ", only \(known.joined(separator: ", "))."
    }

    /// The number of letters to insert, drop or change (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let change = diagonal + (letter == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }

    // MARK: Values

    private var isNull: Bool { node.scalar != nil && node.tag.description == "tag:yaml.org,2002:null" }

    func elements() throws(PhoneNetworkError) -> [ConfigurationNode] {
        guard let sequence = node.sequence else { throw trouble("must be a list.") }
        return sequence.enumerated().map { index, element in
            ConfigurationNode(node: element, file: file, path: "\(path)[\(index + 1)]")
        }
    }

    func text() throws(PhoneNetworkError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw trouble("must be a text.") }
        return text
    }

    /// The word alone where a mapping could also stand, such as `hangUp`.
    var word: String? { node.scalar?.string }

    func number<Number: FixedWidthInteger>(in range: ClosedRange<Number>) throws(PhoneNetworkError) -> Number {
        guard let text = node.scalar?.string, let number = Number(text), range.contains(number) else {
            throw trouble("must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    func truth() throws(PhoneNetworkError) -> Bool {
        switch node.scalar?.string {
        case "true", "yes": return true
        case "false", "no": return false
        default: throw trouble("must be true or false.")
        }
    }

    /// Reads `250ms`, `4s`, `1.5s` or `10m`; a day at most.
    func duration() throws(PhoneNetworkError) -> Duration {
        let text = node.scalar?.string ?? ""
        for (suffix, milliseconds) in [("ms", 1.0), ("s", 1_000), ("m", 60_000)] where text.hasSuffix(suffix) {
            let digits = text.dropLast(suffix.count)
            let isNumber = digits.utf8.allSatisfy { ("0"..."9").contains(Character(UnicodeScalar($0))) || $0 == 0x2E }
            guard isNumber, let value = Double(digits), value * milliseconds <= 86_400_000 else { continue }
            return .milliseconds(Int(value * milliseconds))
        }
        throw trouble("must be a time such as 250ms, 4s or 10m.")
    }

    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ type: Choice.Type
    ) throws(PhoneNetworkError) -> Choice {
        guard let choice = node.scalar.flatMap({ Choice(rawValue: $0.string) }) else {
            let names = type.allCases.map(\.rawValue).joined(separator: ", ")
            throw trouble("must be one of \(names).")
        }
        return choice
    }
}

/// The entries of a mapping whose keys were checked.
struct ConfigurationMapping {
    private let owner: ConfigurationNode
    private let values: [String: ConfigurationNode]

    init(owner: ConfigurationNode, values: [String: ConfigurationNode]) {
        self.owner = owner
        self.values = values
    }

    subscript(_ key: String) -> ConfigurationNode? { values[key] }

    var keys: [String] { values.keys.sorted() }

    func required(_ key: String) throws(PhoneNetworkError) -> ConfigurationNode {
        guard let value = values[key] else { throw owner.trouble("needs the key '\(key)'.") }
        return value
    }
}
