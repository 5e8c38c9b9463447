import Foundation
import Testing

@testable import PhoneNetwork

@Suite struct SoundTests {
    /// How strong one frequency is in the samples, relative to all of them (Goertzel); 1 for a pure tone.
    private func share(of hertz: Double, in samples: ArraySlice<Int16>) -> Double {
        let step = 2 * Double.pi * hertz / 8_000
        var (real, imaginary, energy) = (0.0, 0.0, 0.0)
        for (index, sample) in samples.enumerated() {
            real += Double(sample) * cos(step * Double(index))
            imaginary += Double(sample) * sin(step * Double(index))
            energy += Double(sample) * Double(sample)
        }
        guard energy > 0 else { return 0 }
        return 2 * (real * real + imaginary * imaginary) / (energy * Double(samples.count))
    }

    @Test func specialInformationToneRisesInThreeSteps() throws {
        let samples = try Waveform(.specialInformation).samples
        for (index, hertz) in [950.0, 1_400, 1_800].enumerated() {
            let part = samples[(index * 2_640)..<((index + 1) * 2_640)]
            #expect(share(of: hertz, in: part) > 0.95)
        }
    }

    @Test func ringbackIsOneSecondInFive() throws {
        let waveform = try Waveform(.ringback)
        #expect(waveform.repeats)
        #expect(waveform.samples.count == 40_000)
        #expect(share(of: 450, in: waveform.samples[..<8_000]) > 0.95)
        #expect(waveform.samples[8_000...].allSatisfy { $0 == 0 })
    }

    @Test func meterHearsSpeechAsVoiceAndItsEnd() throws {
        let speech = try Waveform(.speech(.seconds(2))).samples
        var meter = VoiceMeter()
        var changes: [VoiceMeter.Change] = []
        for frame in stride(from: 0, to: speech.count, by: 160) {
            if let change = meter.hear(speech[frame..<(frame + 160)].span) { changes.append(change) }
        }
        let silence = [Int16](repeating: 8, count: 160)
        for _ in 0..<20 {
            if let change = meter.hear(silence.span) { changes.append(change) }
        }
        // Gaps between syllables are no pause.
        #expect(changes == [.voice, .silence])
    }

    @Test func recordingThatIsNotThereIsSaid() {
        #expect(throws: PhoneNetworkError.self) { try Waveform(.recording(path: "/nowhere.wav")) }
    }
}
