import Campaigns
import ConfigurationFile
import Foundation
import Yams

/// Reads the catalogue, and looks for the files it names.
struct PromptCatalogueReader {
    /// Pieces of numbers and dates: one grammar needs what the other doesn't have.
    private static let groupWithGaps = "grammar"
    private static let languages = CustomerLanguage.allCases

    let folder: URL
    /// By language and piece, in milliseconds.
    private let durations: [String: [String: Int]]

    init(folder: URL) throws(PromptCatalogueError) {
        self.folder = folder
        durations = try Self.durations(in: folder)
    }

    /// Throws: every fault of the catalogue, or else of the files.
    func read() throws(PromptCatalogueError) -> [PromptCatalogue.Recording] {
        let found: [PromptCatalogue.Recording]
        do {
            found = try ConfigurationNode.read(folder.appending(path: PromptCatalogue.fileName), as: recordings)
        } catch {
            throw PromptCatalogueError(
                faults: error.faults.map { .init(code: .catalogue, place: $0.place, sentence: $0.sentence) })
        }
        let faults = missingFiles(of: found) + strangeFiles(beside: found)
        guard faults.isEmpty else { throw PromptCatalogueError(faults: faults) }
        return found
    }

    /// The file is written by a script and serves lists; without it calls are made all the same.
    private static func durations(in folder: URL) throws(PromptCatalogueError) -> [String: [String: Int]] {
        let url = folder.appending(path: PromptCatalogue.durationsFileName)
        guard let data = try? Data(contentsOf: url) else { return [:] }
        do {
            return try YAMLDecoder().decode([String: [String: Int]].self, from: data)
        } catch {
            let sentence = "It is not as scripts/make-prompts writes it; run that."
            throw PromptCatalogueError(faults: [.init(code: .catalogue, place: url.path, sentence: sentence)])
        }
    }

    // MARK: The catalogue

    private func recordings(_ root: ConfigurationNode) -> [PromptCatalogue.Recording] {
        var found: [PromptCatalogue.Recording] = []
        var seen: Set<String> = []
        for (group, pieces) in root.entries() ?? [] {
            for (name, piece) in pieces.entries() ?? [] {
                // The name becomes a file's name, so that it may not climb out of the folder.
                if name.wholeMatch(of: /[a-z0-9-]+(\.[a-z0-9-]+)*/) == nil {
                    piece.refuse("“\(name)” must be of a-z, 0-9, hyphens and dots; rename it.")
                } else if !seen.insert(name).inserted {
                    piece.refuse("“\(name)” is there twice; remove one.")
                } else {
                    found += recordings(of: PromptID(name), group: group, piece)
                }
            }
        }
        return found
    }

    private func recordings(of prompt: PromptID, group: String, _ node: ConfigurationNode)
        -> [PromptCatalogue.Recording]
    {
        node.expectKeys(["notes"] + Self.languages.map(\.rawValue))
        return Self.languages.compactMap { language in
            let piece = SpokenPiece(prompt, in: language)
            if let spoken = node.optional(language.rawValue) { return recording(of: piece, group: group, spoken) }
            if node["notes"].isPresent { return recording(piece, group: group) }
            if group != Self.groupWithGaps { node.refuse("\(prompt) has no text in \(language.rawValue); add one.") }
            return nil
        }
    }

    private func recording(of piece: SpokenPiece, group: String, _ node: ConfigurationNode)
        -> PromptCatalogue.Recording?
    {
        node.expectKeys(["text", "pinyin", "say", "recorded"])
        guard let text = node["text"].text() else { return nil }
        return recording(
            piece, group: group, text: text, pinyin: node.optional("pinyin")?.text(),
            isRecorded: node.optional("recorded")?.truth() ?? false)
    }

    private func recording(
        _ piece: SpokenPiece, group: String, text: String = "", pinyin: String? = nil, isRecorded: Bool = false
    ) -> PromptCatalogue.Recording {
        PromptCatalogue.Recording(
            piece: piece, group: group, text: text, pinyin: pinyin,
            milliseconds: durations[piece.language.rawValue]?[piece.prompt.name], isRecorded: isRecorded)
    }

    // MARK: The files

    private func missingFiles(of recordings: [PromptCatalogue.Recording]) -> [PromptCatalogueError.Fault] {
        recordings.compactMap { recording in
            let path = PromptCatalogue.url(of: recording.piece, in: folder).path
            if FileManager.default.fileExists(atPath: path) { return nil }
            let sentence =
                "The recording of \(recording.piece.prompt) is missing; put it there, or run scripts/make-prompts."
            return PromptCatalogueError.Fault(code: .missingFile, place: path, sentence: sentence)
        }
    }

    private func strangeFiles(beside recordings: [PromptCatalogue.Recording]) -> [PromptCatalogueError.Fault] {
        let known = Set(recordings.map { PromptCatalogue.url(of: $0.piece, in: folder).path })
        return Self.languages.flatMap { language in
            let directory = folder.appending(path: language.rawValue)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
            return names.sorted().map { directory.appending(path: $0).path }.filter { !known.contains($0) }
        }
        .map {
            let sentence = "The catalogue doesn't know it; remove it, or add an entry of this name."
            return PromptCatalogueError.Fault(code: .strangeFile, place: $0, sentence: sentence)
        }
    }
}
