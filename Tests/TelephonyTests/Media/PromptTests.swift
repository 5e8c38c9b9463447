import Foundation
import Testing

@testable import Telephony

@Suite("Prompts")
struct PromptTests {
    private func wav(format: UInt16 = 1, channels: UInt16 = 1, rate: UInt32 = 8_000, bits: UInt16 = 16) -> [UInt8] {
        func octets(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }
        let body =
            octets(format) + octets(channels) + octets(rate) + octets(UInt32(0)) + octets(UInt16(2)) + octets(bits)
        let chunks =
            Array("LIST".utf8) + octets(UInt32(3)) + [1, 2, 3, 0]
            + Array("fmt ".utf8) + octets(UInt32(16)) + body
            + Array("data".utf8) + octets(UInt32(4)) + octets(Int16(-2)) + octets(Int16(300))
        return Array("RIFF".utf8) + octets(UInt32(chunks.count + 4)) + Array("WAVE".utf8) + chunks
    }

    @Test("The samples of a good file are read, past chunks of no interest")
    func reads() throws {
        #expect(try WAVFile(wav(), name: "a.wav").samples == [-2, 300])
    }

    @Test("Each wrong file is refused with its name, what is wrong, and what to do")
    func refuses() {
        let wrong: [([UInt8], String)] = [
            (wav(channels: 2), "is stereo, not mono"),
            (wav(rate: 44_100), "is sampled at 44100 Hz"),
            (wav(bits: 8), "has 8 bits a sample"),
            (wav(format: 6), "is coded (WAV format 6)"),
            (Array(wav().dropLast(1)), "is cut off"),
            (Array(wav().prefix(40)), "is cut off"),
            (Array(wav().dropLast(8)) + [0, 0, 0, 0], "has no audio in it"),
            (Array("ID3 something".utf8), "is not a WAV file"),
            ([], "is not a WAV file"),
        ]
        for (bytes, sentence) in wrong {
            let error = #expect(throws: MediaError.self) { try WAVFile(bytes, name: "welcome.wav") }
            #expect(error?.description.contains("welcome.wav \(sentence)") == true, "\(String(describing: error))")
        }
        let missing = #expect(throws: MediaError.self) {
            try PromptClip(contentsOf: URL(fileURLWithPath: "/nowhere/welcome.wav"))
        }
        #expect(missing?.code == .promptUnreadable)
    }

    @Test("Playlists without a sample end at once, however often they are to be repeated")
    func emptyPlaylists() {
        var frame = [UInt8](repeating: 0, count: 160)
        for clips in [[], [PromptClip(linear: [])], [PromptClip(linear: []), PromptClip(linear: [])]] {
            var cursor = PlaylistCursor(Playlist(id: 1, clips: clips, passes: .max))
            let filled = cursor.fill(&frame, codec: .pcma)
            #expect(filled == 0)
        }
        let short = Playlist(id: 1, clips: [PromptClip(linear: []), PromptClip(linear: [1, 2, 3])], passes: .max)
        var cursor = PlaylistCursor(short)
        let filled = cursor.fill(&frame, codec: .pcmu)
        #expect(filled == 160)
    }
}
