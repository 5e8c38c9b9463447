package import Foundation
import Yams

/// A file while it is read: its name and what is wrong so far.
final class ConfigurationDocument {
    let file: String
    private var faults: [(line: Int, column: Int, sentence: String)] = []

    init(file: String) { self.file = file }

    func add(_ sentence: String, at mark: Mark?) {
        faults.append((mark?.line ?? 1, mark?.column ?? 1, sentence))
    }

    func place(_ mark: Mark?) -> String { mark.map { "\(file):\($0.line):\($0.column)" } ?? file }

    /// Throws: everything that was found wrong.
    func close() throws(ConfigurationError) {
        guard !faults.isEmpty else { return }
        throw ConfigurationError(
            faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
                .map { ConfigurationError.Fault(place: "\(file):\($0.line):\($0.column)", sentence: $0.sentence) }
        )
    }
}

extension ConfigurationNode {
    /// Far more than a person writes; a file beyond it is something else.
    private static let sizeLimit = 16 << 20

    /// Reads a whole file.
    ///
    /// Throws: every fault that `body` met.
    package static func read<Value>(
        _ file: URL,
        as body: (ConfigurationNode) -> Value?
    ) throws(ConfigurationError) -> Value {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            let sentence = "This file can't be read. Check that it exists and that dialerd may read it."
            throw ConfigurationError([.init(place: file.path, sentence: sentence)])
        }
        guard data.count <= sizeLimit, let text = String(data: data, encoding: .utf8) else {
            let sentence = "This file is no text in UTF-8 of at most 16 MB. Save it as UTF-8."
            throw ConfigurationError([.init(place: file.path, sentence: sentence)])
        }
        return try read(yaml: text, file: file.path, as: body)
    }

    package static func read<Value>(
        yaml: String,
        file: String,
        as body: (ConfigurationNode) -> Value?
    ) throws(ConfigurationError) -> Value {
        let document = ConfigurationDocument(file: file)
        let value = body(ConfigurationNode(root: try compose(yaml, for: document), of: document))
        try document.close()
        guard let value else {
            throw ConfigurationError([.init(place: file, sentence: "This file can't be understood.")])
        }
        return value
    }

    private static func compose(_ text: String, for document: ConfigurationDocument) throws(ConfigurationError) -> Node
    {
        func invalid(_ mark: Mark?, _ problem: String) -> ConfigurationError {
            let sentence = "This is not YAML: \(problem). Check indentation, colons and quotes here and just above."
            return ConfigurationError([.init(place: document.place(mark), sentence: sentence)])
        }
        do {
            if let root = try Yams.compose(yaml: text) { return root }
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw invalid(mark, problem)
            case .duplicatedKeysInMapping(let keys, let context):
                throw invalid(context.mark, "the key \(keys.joined(separator: ", ")) stands there twice")
            case .reader(let problem, _, _, _): throw invalid(nil, problem)
            default: throw invalid(nil, "it can't be read")
            }
        } catch {
            throw invalid(nil, "it can't be read")
        }
        throw ConfigurationError([.init(place: document.file, sentence: "This file is empty.")])
    }
}
