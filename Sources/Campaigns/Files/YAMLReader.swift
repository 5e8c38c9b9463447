package import Foundation
import Yams

/// One value of a YAML file that people write, with its place, so that every complaint says where and what to do.
///
/// Reading doesn't stop at the first fault: each is kept, the reader gives nil, and `read` throws them all at the end.
package struct YAMLReader {
    /// What is wrong so far, shared by all readers of a file.
    ///
    /// Each line is `file:line:column: sentence`.
    final class Faults {
        var lines: [String] = []
    }

    /// Both count from 1.
    struct Place {
        var line = 1
        var column = 1
    }

    let node: Node?
    /// Where the value stands, or where it should stand.
    let place: Place
    /// How people would name the value, such as `retry.busy.wait`; empty for the whole file.
    let path: String
    let file: String
    let faults: Faults

    /// Reads a whole file.
    ///
    /// Throws: `fileInvalid` with a line for each fault.
    package static func read<Value>(
        _ file: URL,
        as body: (YAMLReader) -> Value?
    ) throws(CampaignsError) -> Value {
        try read(text: try text(of: file), file: file.path, as: body)
    }

    static func read<Value>(
        text: String,
        file: String,
        as body: (YAMLReader) -> Value?
    ) throws(CampaignsError) -> Value {
        let faults = Faults()
        let reader = YAMLReader(
            node: try compose(text, file: file),
            place: Place(),
            path: "",
            file: file,
            faults: faults
        )
        let value = body(reader)
        guard let value, faults.lines.isEmpty else {
            let fallback = "\(file): This file can't be understood."
            throw CampaignsError(
                .fileInvalid,
                faults.lines.isEmpty ? fallback : faults.lines.joined(separator: "\n")
            )
        }
        return value
    }

    /// Keeps a fault at this value's place.
    package func refuse(_ sentence: String) { refuse(sentence, at: place) }

    func refuse(_ sentence: String, at place: Place) {
        faults.lines.append("\(file):\(place.line):\(place.column): \(sentence)")
    }

    package var isPresent: Bool { node != nil }

    /// Reads the value where there is one; nothing there is no fault.
    package func ifPresent<Value>(_ read: (YAMLReader) -> Value?) -> Value? { isPresent ? read(self) : nil }

    private static func text(of file: URL) throws(CampaignsError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw CampaignsError(
                .fileInvalid,
                "\(file.path): This file can't be read. Check its name and that dialerd may read it."
            )
        }
        guard data.count <= 1 << 20, let text = String(data: data, encoding: .utf8) else {
            throw CampaignsError(
                .fileInvalid,
                "\(file.path): This file is no text in UTF-8 of at most 1 MB. Save it as UTF-8."
            )
        }
        return text
    }

    private static func compose(_ text: String, file: String) throws(CampaignsError) -> Node? {
        func invalid(_ mark: Mark?, _ problem: String) -> CampaignsError {
            let place = mark.map { ":\($0.line):\($0.column)" } ?? ""
            return CampaignsError(
                .fileInvalid,
                "\(file)\(place): This is not YAML: \(problem). Check indentation, colons and quotes here and just above."
            )
        }
        do {
            return try Yams.compose(yaml: text)
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
    }
}

extension YAMLReader.Place {
    init?(_ mark: Mark?) {
        guard let mark else { return nil }
        self.init(line: mark.line, column: mark.column)
    }
}
