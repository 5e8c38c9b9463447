package import Foundation

extension WAVFile {
    /// - Parameter samples: mono, 8,000 Hz.
    package init(samples: [Int16]) { self.samples = samples }

    package func write(to url: URL) throws { try Data(bytes).write(to: url, options: .atomic) }

    /// RIFF with one format and one data chunk.
    var bytes: [UInt8] {
        let size = samples.count * 2
        var bytes = Array("RIFF".utf8) + Self.octets(36 + size, 4) + Array("WAVEfmt ".utf8)
        // PCM, one channel, 8,000 samples and 16,000 octets a second, 2 octets a frame, 16 bits a sample.
        bytes += Self.octets(16, 4) + Self.octets(1, 2) + Self.octets(1, 2) + Self.octets(8_000, 4)
        bytes += Self.octets(16_000, 4) + Self.octets(2, 2) + Self.octets(16, 2)
        bytes += Array("data".utf8) + Self.octets(size, 4)
        for sample in samples { bytes += Self.octets(Int(UInt16(bitPattern: sample)), 2) }
        return bytes
    }

    /// Little-endian, as RIFF has it.
    private static func octets(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
