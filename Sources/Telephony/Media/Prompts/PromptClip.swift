package import Foundation

/// A recorded piece of speech, encoded once for both codecs and then only copied.
package final class PromptClip: Sendable {
    private let alaw: [UInt8]
    private let ulaw: [UInt8]

    package var samples: Int { alaw.count }
    package var milliseconds: Int { samples / 8 }

    /// - Parameter linear: mono, 8,000 Hz.
    package init(linear: [Int16]) {
        let (pcma, pcmu) = (G711.table(for: .pcma), G711.table(for: .pcmu))
        alaw = linear.map { pcma.encode($0) }
        ulaw = linear.map { pcmu.encode($0) }
    }

    /// Loads an 8 kHz mono 16-bit WAV.
    ///
    /// - Throws: `MediaError` that names the file, what is wrong with it and what to do.
    package convenience init(contentsOf url: URL) throws {
        self.init(linear: try WAVFile(contentsOf: url).samples)
    }

    func bytes(for codec: AudioCodec) -> [UInt8] { codec == .pcma ? alaw : ulaw }
}
