/// A leg that plays prompts, takes and sends keys, hears others, and sends silence in between.
package final class VoiceLeg: MediaLeg, @unchecked Sendable {
    /// What is said at its far end, for other legs to `hear`, on whatever thread they are.
    package let voice: Voice

    package init(engine: MediaEngine, port: MediaPort, parameters: MediaParameters) {
        voice = Voice()
        super.init(engine: engine, port: port, parameters: parameters, part: VoicePart(voice))
    }

    /// Lets the far end hear some voices from the next frame on, and no others any more.
    ///
    /// A prompt that is playing is heard in their place. A bridge is two legs that hear each other, a conference several; who
    /// hears and isn't heard listens in, who is heard by one of two whispers.
    package func hear(_ voices: [Voice]) { post(.hear(voices.isEmpty ? nil : Hearing(voices))) }

    /// Plays a list from the next frame on, and while the far end holds the call not at all; one that is playing is
    /// stopped.
    package func play(_ playlist: Playlist) { post(.play(playlist)) }

    package func stopPlayback() { post(.stopPlayback) }

    func record(_ tap: RecordingTap?) { post(.record(tap)) }
}
