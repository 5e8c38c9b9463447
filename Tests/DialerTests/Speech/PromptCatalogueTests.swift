import Campaigns
import Foundation
import Testing

@testable import Dialer

@Suite("The prompt catalogue")
struct PromptCatalogueTests {
    @Test("The project's own catalogue is complete")
    func ownCatalogue() throws {
        let catalogue = try Prompts.catalogue.get()
        for recording in catalogue.recordings where recording.group != "grammar" {
            let other = SpokenPiece(recording.piece.prompt, in: recording.piece.language.other)
            #expect(catalogue.recording(of: other) != nil)
        }
        #expect(catalogue.recordings.allSatisfy { ($0.milliseconds ?? 0) > 0 }, "durations.yml knows every piece")
        let url = try #require(catalogue.url(for: "frame.welcome", language: .mandarin))
        #expect(url.lastPathComponent == "frame.welcome.wav")
        #expect(catalogue.url(for: "frame.nonsense", language: .mandarin) == nil)
        #expect(catalogue.url(for: "digit.one", language: .english) == nil, "幺 is Mandarin only")
    }

    @Test(
        "What is wrong is said with its line and a remedy",
        arguments: [
            ("frame:\n  a: { zh: { text: x }, en: { text: y }", "catalogue.yml: it is not valid YAML"),
            ("frame:\n  frame.a:\n    zh: { text: x }\n", "catalogue.yml:3: frame.a has no text in en; add one"),
            ("frame:\n  frame.a:\n    zh: { text: x }\n    en: { text: \"\" }\n", "4: en/frame.a has no text; add one"),
            ("frame:\n  ../../a:\n    zh: { text: x }\n    en: { text: y }\n", "must be of a-z, 0-9, hyphens and dots"),
            ("frame:\n  frame.a:\n    fr: { text: x }\n", "frame.a has the unknown key 'fr'"),
            ("frame:\n  frame.a:\n    zh: { txt: x }\n    en: { text: y }\n", "zh/frame.a has the unknown key 'txt'"),
            ("frame:\n  frame.a:\n    zh: { text: x, recorded: 7 }\n    en: { text: y }\n", "must be true or false"),
            ("frame:\n  - a\n", "the group frame must be a list of 'key: value' lines"),
            ("frame:\n  a:\n    zh: { text: x }\n    zh: { text: z }\n", "not valid YAML"),
            (
                "f:\n  a:\n    zh: { text: x }\n    en: { text: y }\ng:\n  a:\n    zh: { text: x }\n    en: { text: y }\n",
                "a is there twice; remove one"
            ),
            ("frame:\n  frame.a:\n    zh: { text: x }\n    en: { text: y }\n", "frame.a is missing; put it there"),
        ]
    )
    func faults(yaml: String, sentence: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(yaml, to: "catalogue.yml")
        let error = #expect(throws: PromptCatalogueError.self) { try PromptCatalogue(folder: folder.url) }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "no error")")
    }

    @Test("A folder without a catalogue, and a file that the catalogue doesn't know, are named")
    func files() throws {
        let folder = try TemporaryFolder()
        var error = #expect(throws: PromptCatalogueError.self) { try PromptCatalogue(folder: folder.url) }
        #expect(error?.faults.map(\.code) == [.unreadable])

        try folder.write("frame:\n  a:\n    zh: { text: x }\n    en: { text: y }\n", to: "catalogue.yml")
        for name in ["zh/a.wav", "en/a.wav", "en/b.wav"] { try folder.write("", to: name) }
        error = #expect(throws: PromptCatalogueError.self) { try PromptCatalogue(folder: folder.url) }
        #expect(error?.faults.map(\.code) == [.strangeFile])
        #expect(error?.description.contains("en/b.wav") == true)

        try folder.write("zh: [1, 2]", to: "durations.yml")
        error = #expect(throws: PromptCatalogueError.self) { try PromptCatalogue(folder: folder.url) }
        #expect(error?.description.contains("durations.yml: it is not as scripts/make-prompts writes it") == true)
    }
}

/// A folder that goes when the test does.
private final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "prompts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func write(_ text: String, to name: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }
}
