import Campaigns
import Foundation

@testable import Dialer

/// The project's own catalogue, so that tests can read what would be heard.
enum Prompts {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "prompts")

    static let catalogue = Result { try PromptCatalogue(folder: folder) }

    /// What is heard; `?id?` where nothing is recorded.
    static func text(_ pieces: [SpokenPiece]) throws -> String {
        let catalogue = try Self.catalogue.get()
        return
            pieces
            .map { catalogue.recording(of: $0)?.text ?? "?\($0)?" }
            .filter { !$0.isEmpty }
            .reduce(into: "") { text, piece in
                // Mandarin is written without spaces.
                let joins = text.last?.isASCII == true && piece.first?.isASCII == true
                text += (joins ? " " : "") + piece
            }
    }

    static func text(_ prompts: [PromptID], in language: CustomerLanguage) throws -> String {
        try text(prompts.map { SpokenPiece($0, in: language) })
    }
}
