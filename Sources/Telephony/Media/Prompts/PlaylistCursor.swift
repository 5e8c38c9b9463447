/// A place in a playlist that is being played.
struct PlaylistCursor {
    let playlist: Playlist
    private(set) var clip = 0
    private var offset = 0
    private var pass = 0
    private var samples = 0

    init(_ playlist: Playlist) {
        self.playlist = playlist
    }

    /// What was played so far, in whole milliseconds.
    var milliseconds: Int { samples / 8 }

    /// Writes the next samples, across clip borders without a gap; less than a frame only at the end of the list.
    mutating func fill(_ frame: UnsafeMutablePointer<UInt8>, codec: AudioCodec) -> Int {
        var filled = 0
        var emptyClips = 0
        while filled < AudioFrame.samples, pass < playlist.passes {
            guard clip < playlist.clips.count else {
                // A list without a single sample would otherwise be gone through for ever.
                guard emptyClips < playlist.clips.count else { break }
                clip = 0
                pass += 1
                continue
            }
            let bytes = playlist.clips[clip].bytes(for: codec)
            let count = min(AudioFrame.samples - filled, bytes.count - offset)
            emptyClips = bytes.isEmpty ? emptyClips + 1 : 0
            bytes.withUnsafeBufferPointer { source in
                guard count > 0, let first = source.baseAddress else { return }
                (frame + filled).update(from: first + offset, count: count)
            }
            filled += count
            offset += count
            if offset == bytes.count {
                clip += 1
                offset = 0
            }
        }
        samples += filled
        return filled
    }
}
