import ArgumentParser
import Campaigns
import Dialer
import Foundation

struct Prompts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The announcement catalogue: list it, check its recordings, hear it.",
        subcommands: [List.self, Check.self, PromptsSpeak.self])

    struct Folder: ParsableArguments {
        @Option(name: .customLong("prompts"), help: "The folder of the catalogue.") var path = "prompts"

        func catalogue() throws -> PromptCatalogue { try PromptCatalogue(folder: URL(filePath: path)) }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every piece with its text.")
        @OptionGroup var folder: Folder
        @Flag(help: "Only pieces that a person has not recorded yet.") var placeholders = false
        @OptionGroup var form: ReportForm

        private struct Line: Encodable {
            let identifier: String
            let language: String
            let group: String
            let text: String
            let isRecorded: Bool
            let milliseconds: Int?
        }

        func run() throws {
            let recordings = try folder.catalogue().recordings.filter { !placeholders || !$0.isRecorded }
            if form.isJSON {
                let lines = recordings.map {
                    Line(
                        identifier: $0.piece.prompt.name, language: $0.piece.language.rawValue, group: $0.group,
                        text: $0.text, isRecorded: $0.isRecorded, milliseconds: $0.milliseconds)
                }
                return say(try json(lines))
            }
            for recording in recordings { say("\(recording.piece)  \(recording.text)") }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load every file: what is missing, stereo or not 8 kHz is named.")
        @OptionGroup var folder: Folder

        func run() throws {
            let catalogue = try folder.catalogue()
            _ = try PromptLibrary(catalogue)
            let recorded = catalogue.recordings.count { $0.isRecorded }
            say("\(catalogue.recordings.count) recordings, all playable; \(recorded) by people, the rest placeholders.")
        }
    }
}
