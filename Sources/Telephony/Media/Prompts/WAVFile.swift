package import Foundation

/// The samples of an 8 kHz mono 16-bit PCM WAV file.
package struct WAVFile: Sendable {
    package let samples: [Int16]

    private static let remedy = "Convert it with: sox IN.wav -r 8000 -c 1 -b 16 -e signed-integer OUT.wav"

    package init(contentsOf url: URL) throws {
        let bytes: [UInt8]
        do {
            bytes = try [UInt8](Data(contentsOf: url))
        } catch {
            throw MediaError(.promptUnreadable, "Can't read the prompt \(url.path): \(error.localizedDescription)")
        }
        try self.init(bytes, name: url.path)
    }

    init(_ bytes: [UInt8], name: String) throws {
        func failure(_ what: String, _ remedy: String = WAVFile.remedy) -> MediaError {
            MediaError(.promptFormat, "The prompt \(name) \(what). \(remedy)")
        }
        guard bytes.count >= 12, Self.tag(bytes, 0) == "RIFF", Self.tag(bytes, 8) == "WAVE" else {
            throw failure("is not a WAV file")
        }
        var hasFormat = false
        var offset = 12
        while offset + 8 <= bytes.count {
            let tag = Self.tag(bytes, offset)
            let size = Int(Self.number(bytes, offset + 4, octets: 4))
            let body = offset + 8
            guard body + size <= bytes.count else {
                throw failure("is cut off: its \(tag) chunk is shorter than it says", "Copy or record it again.")
            }
            if tag == "fmt " {
                guard size >= 16 else { throw failure("has a format chunk of \(size) octets") }
                try Self.check(bytes, at: body, failure)
                hasFormat = true
            } else if tag == "data", size > 0 {
                guard hasFormat else { throw failure("has its data before its format") }
                guard size % 2 == 0 else { throw failure("ends in the middle of a sample", "Copy or record it again.") }
                samples = (0..<size / 2).map { index in
                    Int16(bitPattern: UInt16(bytes[body + 2 * index]) | UInt16(bytes[body + 2 * index + 1]) << 8)
                }
                return
            }
            // Chunks begin at even places.
            offset = body + size + size % 2
        }
        throw failure("has no audio in it: it is cut off or empty", "Copy or record it again.")
    }

    private static func check(_ bytes: [UInt8], at body: Int, _ failure: (String, String) -> MediaError) throws {
        let format = number(bytes, body, octets: 2)
        let channels = number(bytes, body + 2, octets: 2)
        let rate = number(bytes, body + 4, octets: 4)
        let bits = number(bytes, body + 14, octets: 2)
        // 0xFFFE is "extensible"; with 16 bits a sample it is PCM in every file we know of.
        guard format == 1 || format == 0xFFFE else {
            throw failure("is coded (WAV format \(format)), not plain PCM", remedy)
        }
        guard channels == 1 else {
            throw failure(channels == 2 ? "is stereo, not mono" : "has \(channels) channels, not one", remedy)
        }
        guard rate == 8_000 else { throw failure("is sampled at \(rate) Hz, not at 8000 Hz", remedy) }
        guard bits == 16 else { throw failure("has \(bits) bits a sample, not 16", remedy) }
    }

    private static func tag(_ bytes: [UInt8], _ offset: Int) -> String {
        String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
    }

    /// Little-endian, as RIFF has it.
    private static func number(_ bytes: [UInt8], _ offset: Int, octets: Int) -> UInt32 {
        (0..<octets).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
}
