/// How loud a frame that did not come is repeated: at full level at first, then halved each time.
struct Fade {
    /// Frames repeated at full level before the fade begins.
    private static let repeatsAtFullLevel = 2

    private var repeats = 0

    /// By how many bits the samples of the next frame are shifted down.
    mutating func shift(for origin: FrameOrigin) -> Int16 {
        repeats = origin == .concealed ? repeats + 1 : 0
        return Int16(min(15, max(0, repeats - Self.repeatsAtFullLevel)))
    }
}
