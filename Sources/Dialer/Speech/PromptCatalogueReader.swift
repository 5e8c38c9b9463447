import Campaigns

import Foundation
import Yams

/// Reads the catalogue's YAML and collects its faults with their lines.
struct PromptCatalogueReader {
    /// Pieces of numbers and dates: one grammar needs what the other doesn't have.
    private static let groupWithGaps = "grammar"

    let file: URL
    private(set) var faults: [PromptCatalogueError.Fault] = []

    /// By language and piece, in milliseconds.
    private var durations: [String: [String: Int]] = [:]

    init(file: URL) {
        self.file = file
    }

    mutating func read() -> [PromptCatalogue.Recording] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            report(.unreadable, "it cannot be read; the configuration's prompt folder must hold the catalogue")
            return []
        }
        readDurations()
        do {
            return recordings(try Yams.compose(yaml: text))
        } catch {
            // Yams says line and column itself, also of a key that is there twice.
            report(.malformed, "it is not valid YAML; correct it here: \(error)")
            return []
        }
    }

    /// The file is written by a script and serves lists; without it calls are made all the same.
    private mutating func readDurations() {
        let url = file.deletingLastPathComponent().appending(path: PromptCatalogue.durationsFileName)
        guard let data = try? Data(contentsOf: url) else { return }
        do {
            durations = try YAMLDecoder().decode([String: [String: Int]].self, from: data)
        } catch {
            report(.malformed, at: url.path, "it is not as scripts/make-prompts writes it; run that")
        }
    }

    private func milliseconds(_ piece: SpokenPiece) -> Int? {
        durations[piece.language.rawValue]?[piece.prompt.name]
    }

    mutating func checkFiles(of recordings: [PromptCatalogue.Recording], in folder: URL) {
        var known: Set<String> = []
        for recording in recordings {
            let url = PromptCatalogue.url(of: recording.piece, in: folder)
            known.insert("\(recording.piece).wav")
            guard !FileManager.default.fileExists(atPath: url.path) else { continue }
            report(
                .missingFile,
                at: url.path,
                "the recording of \(recording.piece.prompt) is missing; put it there, or run scripts/make-prompts"
            )
        }
        for language in CustomerLanguage.allCases {
            let names = try? FileManager.default.contentsOfDirectory(
                atPath: folder.appending(path: language.rawValue).path
            )
            for name in (names ?? []).sorted() where !known.contains("\(language.rawValue)/\(name)") {
                report(
                    .strangeFile,
                    at: folder.appending(path: "\(language.rawValue)/\(name)").path,
                    "the catalogue doesn't know it; remove it, or add an entry of this name"
                )
            }
        }
    }

    private mutating func recordings(_ root: Node?) -> [PromptCatalogue.Recording] {
        var found: [PromptCatalogue.Recording] = []
        var seen: Set<String> = []
        for (group, entries) in pairs(of: root, what: "the catalogue") {
            for (name, entry) in pairs(of: entries, what: "the group \(group)") {
                if !seen.insert(name).inserted {
                    report(.malformed, at: entry, "\(name) is there twice; remove one")
                    continue
                }
                if !Self.isFileName(name) {
                    report(.malformed, at: entry, "'\(name)' must be of a-z, 0-9, hyphens and dots; rename it")
                    continue
                }
                found += recordings(of: PromptID(name), group: group, entry: entry)
            }
        }
        return found
    }

    private mutating func recordings(
        of prompt: PromptID,
        group: String,
        entry: Node
    ) -> [PromptCatalogue.Recording] {
        let fields = pairs(of: entry, what: "\(prompt)")
        let languages = CustomerLanguage.allCases.map(\.rawValue)
        for (key, _) in fields where key != "notes" && !languages.contains(key) {
            report(.malformed, at: entry, "\(prompt) has the unknown key '\(key)'; known are notes, zh, en")
        }
        let isSound = fields.contains { $0.key == "notes" }
        return CustomerLanguage.allCases.compactMap { language in
            let node = fields.first { $0.key == language.rawValue }?.value
            if isSound, node == nil {
                return PromptCatalogue.Recording(
                    piece: SpokenPiece(prompt, in: language),
                    group: group,
                    text: "",
                    pinyin: nil,
                    milliseconds: milliseconds(SpokenPiece(prompt, in: language)),
                    isRecorded: false
                )
            }
            guard let node else {
                if group != Self.groupWithGaps {
                    report(.missingText, at: entry, "\(prompt) has no text in \(language.rawValue); add one")
                }
                return nil
            }
            return recording(of: SpokenPiece(prompt, in: language), group: group, node: node)
        }
    }

    private mutating func recording(
        of piece: SpokenPiece,
        group: String,
        node: Node
    ) -> PromptCatalogue.Recording? {
        for (key, _) in pairs(of: node, what: "\(piece)") where !["text", "pinyin", "say", "recorded"].contains(key) {
            report(
                .malformed,
                at: node,
                "\(piece) has the unknown key '\(key)'; known are text, pinyin, say, recorded"
            )
        }
        guard let text = node["text"]?.string, !text.isEmpty else {
            report(.missingText, at: node, "\(piece) has no text; add one")
            return nil
        }
        var isRecorded = false
        if let flag = node["recorded"] {
            guard let value = flag.bool else {
                report(.malformed, at: flag, "recorded of \(piece) must be true or false")
                return nil
            }
            isRecorded = value
        }
        return PromptCatalogue.Recording(
            piece: piece,
            group: group,
            text: text,
            pinyin: node["pinyin"]?.string,
            milliseconds: milliseconds(piece),
            isRecorded: isRecorded
        )
    }

    private mutating func pairs(of node: Node?, what: String) -> [(key: String, value: Node)] {
        guard let mapping = node?.mapping else {
            report(.malformed, at: node, "\(what) must be a list of 'key: value' lines")
            return []
        }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }

    /// The name becomes a file's name, so that it may not climb out of the folder.
    private static func isFileName(_ name: String) -> Bool {
        name.wholeMatch(of: /[a-z0-9-]+(\.[a-z0-9-]+)*/) != nil
    }

    private mutating func report(_ code: PromptCatalogueError.Code, at node: Node? = nil, _ sentence: String) {
        let line = node?.mark.map { ":\($0.line)" } ?? ""
        report(code, at: file.path + line, sentence)
    }

    private mutating func report(_ code: PromptCatalogueError.Code, at place: String, _ sentence: String) {
        faults.append(PromptCatalogueError.Fault(code: code, place: place, sentence: sentence))
    }
}
