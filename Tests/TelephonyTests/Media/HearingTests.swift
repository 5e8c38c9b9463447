import Testing

@testable import Telephony

/// Voices and those who hear them, moved on by hand.
@Suite struct HearingTests {
    private let frame = UnsafeMutablePointer<Int16>.allocate(capacity: AudioFrame.samples)

    /// Says one frame of equal samples.
    private func say(_ level: Int16, _ voice: Voice) {
        let spoken = [Int16](repeating: level, count: AudioFrame.samples)
        spoken.withUnsafeBufferPointer { voice.say($0.baseAddress!) }
    }

    /// The level of the next frame; nil where nobody says anything.
    private func next(_ hearing: Hearing) -> Int16? {
        guard hearing.mix(into: frame) else { return nil }
        let samples = UnsafeBufferPointer(start: frame, count: AudioFrame.samples)
        let isOneLevel = samples.allSatisfy { $0 == samples[0] }
        #expect(isOneLevel)
        return samples[0]
    }

    @Test func `each frame is heard once and in order, whoever is ticked first`() {
        defer { frame.deallocate() }
        let voice = Voice()
        for level in 1...3 { say(Int16(level), voice) }
        let hearing = Hearing([voice])
        var heard: [Int16?] = []
        for level in 4..<20 {
            let isListenerFirst = level.isMultiple(of: 3)
            if isListenerFirst { heard.append(next(hearing)) }
            say(Int16(level), voice)
            if !isListenerFirst { heard.append(next(hearing)) }
        }
        let said = (3..<19).map { Int16($0) }
        #expect(heard == said)
    }

    @Test func `nothing is heard of who says nothing, and what is said after it from its beginning`() {
        defer { frame.deallocate() }
        let voice = Voice()
        let hearing = Hearing([voice])
        #expect(next(hearing) == nil)
        say(5, voice)
        #expect(next(hearing) == 5)
        #expect(next(hearing) == nil)
        say(6, voice)
        #expect(next(hearing) == 6)
    }

    @Test func `who falls behind catches up, and hears no frame that is written meanwhile`() {
        defer { frame.deallocate() }
        let voice = Voice()
        let hearing = Hearing([voice])
        say(1, voice)
        #expect(next(hearing) == 1)
        for level in 2...40 { say(Int16(level), voice) }
        #expect(next(hearing) == 39 && next(hearing) == 40 && next(hearing) == nil)
    }

    @Test func `voices are added up, and clipped where they are too loud together`() {
        defer { frame.deallocate() }
        let voices = [Voice(), Voice(), Voice()]
        let hearing = Hearing(voices)
        for (voice, level) in zip(voices, [100, -30, 7]) { say(Int16(level), voice) }
        #expect(next(hearing) == 77)
        for (voice, level) in zip(voices, [30_000, 30_000, -7]) { say(Int16(level), voice) }
        #expect(next(hearing) == 32_767)
        say(-12_345, voices[1])
        #expect(next(hearing) == -12_345)
    }
}
