import ArgumentParser
import Campaigns
import Dialer
import Foundation

struct Prompts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The announcement catalogue.", subcommands: [List.self, Check.self])

    struct Folder: ParsableArguments {
        @Option(name: .customLong("prompts"), help: "The folder of the catalogue.") var path = "prompts"

        func catalogue() throws -> PromptCatalogue { try PromptCatalogue(folder: URL(filePath: path)) }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every piece with its text.")
        @OptionGroup var folder: Folder
        @Flag(help: "Only pieces that a person has not recorded yet.") var placeholders = false

        func run() throws {
            for recording in try folder.catalogue().recordings where !placeholders || !recording.isRecorded {
                say("\(recording.piece)  \(recording.text)")
            }
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
