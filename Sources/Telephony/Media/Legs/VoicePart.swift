import CMediaIO

/// Plays prompts, takes keys, and lets others hear and be heard.
final class VoicePart: LegPart {
    private let voice: Voice
    private var hearing: Hearing?
    private var tap: RecordingTap?
    private var fade = Fade()
    /// What came, as others hear it; then what they say, for this leg.
    private let frame = UnsafeMutablePointer<Int16>.allocate(capacity: AudioFrame.samples)
    private var cursor: PlaylistCursor?
    /// Playlists that ended by themselves, kept until a command takes them off the thread.
    private var spent: PlaylistCursor?

    init(_ voice: Voice = Voice()) {
        self.voice = voice
        frame.initialize(repeating: 0, count: AudioFrame.samples)
    }

    deinit { frame.deallocate() }

    func receive(_ datagram: CMediaIO_datagram, on leg: LegCore) {
        switch leg.session.receive(datagram) {
        case .rejected:
            return
        case .taken:
            leg.notePacket()
        case .keyPressed(let code):
            leg.notePacket()
            // Stopped here, before this tick's frame is sent: the voice is silent within 20 ms of the packet.
            if let cursor, cursor.playlist.isInterruptible { stop(on: leg) }
            leg.signal(.digit(code))
        }
    }

    func tick(on leg: LegCore) {
        let session = leg.session
        speak(session)
        let isSpokenTo = hearing?.mix(into: frame) ?? false
        // On hold nobody hears us: prompts and keys wait, so that what is told as heard was sent.
        guard session.remote.sends else {
            session.skipFrame()
            tap?.record(said: voice.latest, heard: nil, codec: session.table)
            return
        }
        if session.sendKey() {
            tap?.record(said: voice.latest, heard: nil, codec: session.table)
            return
        }
        let filled = fill(session, isSpokenTo: isSpokenTo)
        tap?.record(said: voice.latest, heard: session.outgoing, codec: session.table)
        session.sendFrame()
        if filled < AudioFrame.samples, let finished = cursor {
            leg.signal(.playbackFinished(id: finished.playlist.id, milliseconds: finished.milliseconds))
            spent = finished
            cursor = nil
        }
    }

    /// Lets others hear what came.
    private func speak(_ session: RTPSession) {
        let shift = fade.shift(for: session.playFrame())
        for index in 0..<AudioFrame.samples { frame[index] = session.received[index] >> shift }
        voice.say(frame)
    }

    /// Writes a frame: of the prompt, else of what others say; returns how many samples the prompt had.
    private func fill(_ session: RTPSession, isSpokenTo: Bool) -> Int {
        let (outgoing, table) = (session.outgoing, session.table)
        guard let filled = cursor?.fill(outgoing, codec: session.remote.codec) else {
            if isSpokenTo {
                for index in 0..<AudioFrame.samples { outgoing[index] = table.encode(frame[index]) }
            } else {
                outgoing.update(repeating: table.silence, count: AudioFrame.samples)
            }
            return 0
        }
        (outgoing + filled).update(repeating: table.silence, count: AudioFrame.samples - filled)
        return filled
    }

    func perform(_ command: LegCommand, on leg: LegCore) {
        switch command.action {
        case .hear(let next):
            command.replaced = hearing
            hearing = next
        case .record(let next):
            command.replaced = tap
            tap = next
        case .play(let playlist):
            replaceCursor(for: command, on: leg)
            cursor = PlaylistCursor(playlist)
        case .stopPlayback: replaceCursor(for: command, on: leg)
        case .sendKeys, .update, .become, .end: break
        }
    }

    private func replaceCursor(for command: LegCommand, on leg: LegCore) {
        if cursor != nil { stop(on: leg) }
        command.replaced = spent?.playlist
        spent = nil
    }

    func end(on leg: LegCore) {
        if cursor != nil { stop(on: leg) }
    }

    private func stop(on leg: LegCore) {
        guard let stopped = cursor else { return }
        leg.signal(
            .playbackStopped(id: stopped.playlist.id, milliseconds: stopped.milliseconds, clip: stopped.clip)
        )
        spent = stopped
        cursor = nil
    }
}
