import CMediaIO

/// Plays prompts and takes keys.
final class VoicePart: LegPart {
    private var cursor: PlaylistCursor?
    /// Playlists that ended by themselves, kept until a command takes them off the thread.
    private var spent: PlaylistCursor?

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
        _ = session.playFrame()
        // On hold nobody hears us: prompts and keys wait, so that what is told as heard was sent.
        guard session.remote.sends else {
            session.skipFrame()
            return
        }
        if session.sendKey() { return }
        let filled = cursor?.fill(session.outgoing, codec: session.remote.codec) ?? 0
        if filled < AudioFrame.samples {
            (session.outgoing + filled).update(repeating: session.table.silence, count: AudioFrame.samples - filled)
        }
        session.sendFrame()
        if filled < AudioFrame.samples, let finished = cursor {
            leg.signal(.playbackFinished(id: finished.playlist.id, milliseconds: finished.milliseconds))
            spent = finished
            cursor = nil
        }
    }

    func perform(_ command: LegCommand, on leg: LegCore) {
        if cursor != nil { stop(on: leg) }
        command.replaced = spent?.playlist
        spent = nil
        if case .play(let playlist) = command.action { cursor = PlaylistCursor(playlist) }
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
