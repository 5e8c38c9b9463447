import Foundation

/// A directory that goes with its last user.
final class ProgramFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: url.appending(path: name)) }

    /// A recording of 100 seconds of a tone.
    func tone(_ hertz: Double) throws -> URL {
        let file = url.appending(path: "tone.wav")
        let samples = (0..<800_000).map { Int16(10_000 * sin(2 * .pi * hertz * Double($0) / 8_000)) }
        try wave(samples).write(to: file)
        return file
    }

    /// A RIFF file: 8 kHz, mono, 16 bits.
    private func wave(_ samples: [Int16]) -> Data {
        var data = Data()
        func append(_ text: String) { data.append(contentsOf: text.utf8) }
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
        }
        append("RIFF")
        append(UInt32(36 + samples.count * 2))
        append("WAVEfmt ")
        append(UInt32(16))
        append(UInt16(1))
        append(UInt16(1))
        append(UInt32(8_000))
        append(UInt32(16_000))
        append(UInt16(2))
        append(UInt16(16))
        append("data")
        append(UInt32(samples.count * 2))
        for sample in samples { append(sample) }
        return data
    }
}
