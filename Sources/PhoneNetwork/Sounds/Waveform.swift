import Foundation
import Telephony

/// A sound as samples: 8,000 Hz, mono, linear PCM.
struct Waveform: Sendable, Equatable {
    let samples: [Int16]
    let repeats: Bool

    static let samplesPerSecond = 8_000
    private static let amplitude = 7_000.0

    init(samples: [Int16], repeats: Bool = false) {
        self.samples = samples
        self.repeats = repeats
    }

    /// Computes or reads a sound.
    ///
    /// Throws: `PhoneNetworkError` (`sound`) when a recording cannot be used.
    init(_ sound: Sound) throws(PhoneNetworkError) {
        switch sound {
        case .tone(let hertz, let duration):
            self.init(samples: Self.tone(hertz: Double(hertz), duration))
        case .speech(let duration):
            self.init(samples: Self.hum(duration))
        case .ringback:
            let burst = Self.tone(hertz: 450, .seconds(1))
            self.init(samples: burst + Self.silence(.seconds(4)), repeats: true)
        case .specialInformation:
            let parts = [950.0, 1_400, 1_800].flatMap { Self.tone(hertz: $0, .milliseconds(330)) }
            self.init(samples: parts + Self.silence(.milliseconds(1_000)))
        case .recording(let path):
            self.init(samples: try Self.recording(at: path))
        }
    }

    private static func count(_ duration: Duration) -> Int {
        max(0, Int(duration / .milliseconds(1)) * samplesPerSecond / 1_000)
    }

    private static func silence(_ duration: Duration) -> [Int16] {
        Array(repeating: 0, count: count(duration))
    }

    private static func tone(hertz: Double, _ duration: Duration) -> [Int16] {
        let step = 2 * Double.pi * hertz / Double(samplesPerSecond)
        return (0..<count(duration)).map { Int16(amplitude * sin(step * Double($0))) }
    }

    /// A hummed "a": a falling fundamental near 140 Hz with formants near 700 and 1,200 Hz, four syllables a second.
    private static func hum(_ duration: Duration) -> [Int16] {
        let syllable = Double(samplesPerSecond) / 4
        var phase = 0.0
        return (0..<count(duration)).map { index in
            let position = Double(index).truncatingRemainder(dividingBy: syllable) / syllable
            phase += 2 * Double.pi * (150 - 25 * position) / Double(samplesPerSecond)
            guard position < 0.8 else { return 0 }
            let envelope = sin(Double.pi * position / 0.8)
            let vowel = 0.5 * sin(phase) + 0.35 * sin(5 * phase) + 0.15 * sin(8.5 * phase)
            return Int16(amplitude * envelope * vowel)
        }
    }

    private static func recording(at path: String) throws(PhoneNetworkError) -> [Int16] {
        do {
            return try WAVFile(contentsOf: URL(filePath: path)).samples
        } catch {
            throw PhoneNetworkError(.sound, "The exchange's recording cannot be used. \(error)")
        }
    }
}
