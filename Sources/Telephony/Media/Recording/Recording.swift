private import Crypto
package import Foundation

/// One leg being recorded into a stereo WAV file: left what the far end says, right what it hears.
///
/// The file can be played at any moment: one whose process was killed lacks the last second. Runs on: any task.
package actor Recording {
    package struct Result: Sendable, Equatable {
        package let milliseconds: Int
        package let bytes: Int
        /// Of the whole file, in hexadecimal.
        package let sha256: String
        /// That the disk was too slow for.
        package let millisecondsLost: Int
    }

    /// How often what was recorded goes to the file.
    private static let pause = Duration.milliseconds(500)

    private let leg: VoiceLeg
    private let tap = RecordingTap()
    private let file: URL
    private let handle: FileHandle
    private var audioBytes = 0
    private var failure: (any Error)?
    private var isOver = false

    /// Begins with the next frame. The file must not be there yet, and is nobody else's to read.
    ///
    /// Throws: `MediaError` where it can't be made.
    package init(of leg: VoiceLeg, to file: URL) throws {
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw MediaError(.system, "Can't make the recording \(file.path): \(reason).")
        }
        self.leg = leg
        self.file = file
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: WAVHeader(audioBytes: 0).data)
        leg.record(tap)
        Task { await self.keepWriting() }
    }

    /// Records silence until `resume`, such as while a card's number is said.
    package nonisolated func pause() { tap.pause(true) }

    package nonisolated func resume() { tap.pause(false) }

    /// Ends it, and says what there is.
    ///
    /// Throws: what the file system said, where something of it could not be written.
    package func finish() throws -> Result {
        leg.record(nil)
        write()
        isOver = true
        if let failure { throw failure }
        try handle.synchronize()
        return Result(
            milliseconds: audioBytes / RecordingTap.frameBytes * AudioFrame.milliseconds,
            bytes: audioBytes + WAVHeader.length,
            sha256: try checksum(),
            millisecondsLost: tap.framesLost * AudioFrame.milliseconds)
    }

    private func keepWriting() async {
        while !isOver {
            write()
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func write() {
        guard failure == nil, !isOver else { return }
        do {
            try tap.take { frames in
                try handle.write(contentsOf: Data(frames))
                audioBytes += frames.count
            }
            try handle.seek(toOffset: 0)
            try handle.write(contentsOf: WAVHeader(audioBytes: audioBytes).data)
            try handle.seekToEnd()
        } catch {
            failure = error
        }
    }

    private func checksum() throws -> String {
        let reader = try FileHandle(forReadingFrom: file)
        defer { try? reader.close() }
        var hash = SHA256()
        while let piece = try reader.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        return hash.finalize().hexadecimal
    }
}

/// The header of a WAV file of A-law, 8 kHz, stereo.
private struct WAVHeader {
    static let length = 58

    let audioBytes: Int

    var data: Data {
        var data = Data()
        func append(_ text: String) { data.append(contentsOf: text.utf8) }
        func append(_ number: Int, octets: Int) {
            for octet in 0..<octets { data.append(UInt8(truncatingIfNeeded: number >> (8 * octet))) }
        }
        append("RIFF")
        append(Self.length - 8 + audioBytes, octets: 4)
        append("WAVEfmt ")
        append(18, octets: 4)
        // Format 6 is A-law; two channels, 8,000 Hz, 16,000 bytes a second in blocks of 2, 8 bits, no extension.
        for (number, octets) in [(6, 2), (2, 2), (8_000, 4), (16_000, 4), (2, 2), (8, 2), (0, 2)] {
            append(number, octets: octets)
        }
        append("fact")
        append(4, octets: 4)
        append(audioBytes / 2, octets: 4)
        append("data")
        append(audioBytes, octets: 4)
        return data
    }
}
