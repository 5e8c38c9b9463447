import Foundation
import Telephony

/// Every recorded piece, encoded once and held in memory: what a call plays is only copied from here.
package struct PromptLibrary: Sendable {
    private let clips: [SpokenPiece: PromptClip]

    /// Loads the audio of the whole catalogue.
    ///
    /// - Throws: `PromptCatalogueError` with every file that is no 8 kHz mono 16-bit WAV, and what to do about it.
    package init(_ catalogue: PromptCatalogue) throws(PromptCatalogueError) {
        var clips: [SpokenPiece: PromptClip] = [:]
        var faults: [PromptCatalogueError.Fault] = []
        for recording in catalogue.recordings {
            let piece = recording.piece
            guard let url = catalogue.url(for: piece.prompt, language: piece.language) else { continue }
            do {
                clips[piece] = try PromptClip(contentsOf: url)
            } catch {
                faults.append(
                    PromptCatalogueError.Fault(code: .strangeFile, place: url.path, sentence: "\(error)"))
            }
        }
        guard faults.isEmpty else { throw PromptCatalogueError(faults: faults) }
        self.clips = clips
    }

    /// The pieces as one sequence without gaps; nil where one of them isn't in the catalogue.
    func playlist(number: Int, _ pieces: [SpokenPiece]) -> Playlist? {
        let sequence = pieces.compactMap { clips[$0] }
        guard sequence.count == pieces.count else { return nil }
        // A key goes to the flow, which decides whether it stops the voice: a wrong one must not.
        return Playlist(id: number, clips: sequence, isInterruptible: false)
    }

    /// How long the pieces are when they are played to the end.
    func milliseconds(of pieces: [SpokenPiece]) -> Int {
        pieces.reduce(0) { $0 + (clips[$1]?.milliseconds ?? 0) }
    }
}
