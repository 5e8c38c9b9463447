/// A leg that plays prompts, takes and sends keys, and sends silence in between.
package final class VoiceLeg: MediaLeg, @unchecked Sendable {
    package init(engine: MediaEngine, port: MediaPort, parameters: MediaParameters) {
        super.init(engine: engine, port: port, parameters: parameters, part: VoicePart())
    }

    /// Plays a list from the next frame on, and while the far end holds the call not at all; one that is playing is
    /// stopped.
    package func play(_ playlist: Playlist) { post(.play(playlist)) }

    package func stopPlayback() { post(.stopPlayback) }
}
