package import Foundation
import Yams

/// One value of a YAML file, which knows where it stands, so that every complaint names file, line, column and key.
package struct ConfigurationNode {
    private let node: Node
    private let file: String
    /// The keys that lead here, for complaints.
    private let path: String

    /// Reads a file with one document.
    ///
    /// Throws: `ConfigurationError`.
    package init(file url: URL) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw ConfigurationError("\(url.path): there is no such file, or it may not be read.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ConfigurationError("\(url.path): this is not UTF-8 text; save it as UTF-8.")
        }
        try self.init(yaml: text, file: url.path)
    }

    package init(yaml: String, file: String) throws(ConfigurationError) {
        do {
            guard let node = try Yams.compose(yaml: yaml) else {
                throw ConfigurationError("\(file): the file is empty.")
            }
            self.init(node: node, file: file, path: "")
        } catch let error as YamlError {
            throw Self.complaint(about: error, in: file)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError("\(file): this is not YAML: \(error).")
        }
    }

    private init(node: Node, file: String, path: String) {
        self.node = node
        self.file = file
        self.path = path
    }

    private static func complaint(about error: YamlError, in file: String) -> ConfigurationError {
        switch error {
        case .parser(_, let problem, let mark, _), .scanner(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ConfigurationError("\(file):\(mark.line):\(mark.column): this is not YAML: \(problem).")
        case .duplicatedKeysInMapping(let duplicates, let context):
            ConfigurationError(
                "\(file):\(context.mark.line):\(context.mark.column): '\(duplicates.first ?? "a key")' is given twice."
            )
        default:
            ConfigurationError("\(file): this is not YAML: \(error).")
        }
    }

    /// The directory of the file, to which the paths in it are relative.
    package var directory: URL { URL(filePath: file).deletingLastPathComponent() }

    /// A complaint about this value.
    package func complaint(_ sentence: String) -> ConfigurationError {
        let place = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
        return ConfigurationError("\(file)\(place): \(path.isEmpty ? "" : path + " ")\(sentence)")
    }

    // MARK: lists and mappings

    /// This value's entries; a key that is none of `known` is refused.
    package func mapping(known: [String]) throws(ConfigurationError) -> ConfigurationMapping {
        let entries = try entries()
        for (key, _) in entries where !known.contains(key.word ?? "") {
            let name = key.word ?? ""
            throw key.complaint("there is no key '\(name)' here\(Spelling.suggestion(for: name, among: known))")
        }
        return ConfigurationMapping(owner: self, entries: entries)
    }

    /// This value's entries under names that the writer chose.
    package func entries() throws(ConfigurationError) -> [(key: ConfigurationNode, value: ConfigurationNode)] {
        // "busy:" with nothing behind it is an empty mapping.
        if isNull { return [] }
        guard let mapping = node.mapping else { throw complaint("must be a group of 'key: value' lines.") }
        return mapping.map { key, value in
            let name = key.scalar?.string ?? ""
            return (
                ConfigurationNode(node: key, file: file, path: path),
                ConfigurationNode(node: value, file: file, path: path.isEmpty ? name : "\(path).\(name)")
            )
        }
    }

    package func elements() throws(ConfigurationError) -> [ConfigurationNode] {
        guard let sequence = node.sequence else { throw complaint("must be a list.") }
        return sequence.enumerated().map { index, element in
            ConfigurationNode(node: element, file: file, path: "\(path)[\(index + 1)]")
        }
    }

    // MARK: single values

    private var isNull: Bool {
        node.scalar.map { $0.string.isEmpty || node.tag.description == "tag:yaml.org,2002:null" } ?? false
    }

    /// The word alone where a mapping could also stand, such as `hangUp`.
    package var word: String? { node.scalar?.string }

    package func text() throws(ConfigurationError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw complaint("must be a text.") }
        return text
    }

    package func number<Number: FixedWidthInteger>(in range: ClosedRange<Number>) throws(ConfigurationError) -> Number {
        guard let text = node.scalar?.string, let number = Number(text), range.contains(number) else {
            throw complaint("must be a whole number from \(range.lowerBound) to \(range.upperBound)\(instead).")
        }
        return number
    }

    package func truth() throws(ConfigurationError) -> Bool {
        switch node.scalar?.string {
        case "true", "yes": return true
        case "false", "no": return false
        default: throw complaint("must be true or false\(instead).")
        }
    }

    /// Reads `250ms`, `4s`, `1.5s`, `10m`, `3h` or `2d`; 400 days at most.
    package func duration(
        in range: ClosedRange<Duration> = .zero ... .seconds(400 * 86_400)
    ) throws(ConfigurationError) -> Duration {
        let text = node.scalar?.string ?? ""
        let units = [("ms", 1.0), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        for (suffix, milliseconds) in units where text.hasSuffix(suffix) {
            let digits = text.dropLast(suffix.count)
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), let value = Double(digits),
                value * milliseconds <= 1e12
            else { continue }
            let duration = Duration.milliseconds(Int(value * milliseconds))
            guard range.contains(duration) else {
                throw complaint("must be from \(range.lowerBound) to \(range.upperBound)\(instead).")
            }
            return duration
        }
        throw complaint("must be a time such as 250ms, 4s, 10m, 3h or 2d\(instead).")
    }

    package func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ type: Choice.Type
    ) throws(ConfigurationError) -> Choice {
        let names = type.allCases.map(\.rawValue)
        guard let text = node.scalar?.string else {
            throw complaint("must be one of \(names.joined(separator: ", ")).")
        }
        guard let choice = Choice(rawValue: text) else {
            throw complaint("can't be '\(text)'\(Spelling.suggestion(for: text, among: names))")
        }
        return choice
    }

    /// A path in the file, relative to the file's own directory unless it is absolute.
    package func url() throws(ConfigurationError) -> URL {
        URL(filePath: try text(), relativeTo: directory).absoluteURL
    }

    private var instead: String { node.scalar.map { ", not '\($0.string.prefix(40))'" } ?? "" }
}
