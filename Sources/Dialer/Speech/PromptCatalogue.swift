package import Campaigns
package import Foundation

/// What the recorded voice can say: the pieces, their texts, and where their files are.
///
/// Whether a file is 8 kHz mono PCM is seen by whoever loads its audio; here is only seen that it exists.
package struct PromptCatalogue: Sendable {
    /// One piece in one language.
    package struct Recording: Sendable {
        package let piece: SpokenPiece
        package let group: String
        /// What is said; empty for tones, music and pauses.
        package let text: String
        /// In hanyu pinyin with tone numbers; only of Mandarin.
        package let pinyin: String?
        /// By `durations.yml`; nil where it doesn't say.
        package let milliseconds: Int?
        /// A person spoke it; otherwise it is a synthesised placeholder.
        package let isRecorded: Bool
    }

    package static let fileName = "catalogue.yml"
    static let durationsFileName = "durations.yml"

    package let folder: URL
    /// In the catalogue's order.
    package let recordings: [Recording]
    private let index: [SpokenPiece: Int]

    /// Reads `catalogue.yml` in the folder and looks for the file of every piece.
    ///
    /// - Throws: All that is wrong at once, not only the first fault.
    package init(folder: URL) throws(PromptCatalogueError) {
        let recordings = try PromptCatalogueReader(folder: folder).read()
        self.folder = folder
        self.recordings = recordings
        index = Dictionary(uniqueKeysWithValues: recordings.enumerated().map { ($1.piece, $0) })
    }

    package func recording(of piece: SpokenPiece) -> Recording? {
        index[piece].map { recordings[$0] }
    }

    /// The piece's WAV file; nil if the catalogue doesn't have it in that language.
    package func url(for prompt: PromptID, language: CustomerLanguage) -> URL? {
        let piece = SpokenPiece(prompt, in: language)
        return index[piece].map { _ in Self.url(of: piece, in: folder) }
    }

    static func url(of piece: SpokenPiece, in folder: URL) -> URL {
        folder.appending(path: "\(piece.language.rawValue)/\(piece.prompt.name).wav")
    }
}
