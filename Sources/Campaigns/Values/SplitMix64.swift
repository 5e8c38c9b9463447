/// A small generator with a seed, so that samples repeat.
///
/// Standard: Steele, Lea and Flood, SplitMix64.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// One of many generators of a seed, each with numbers of its own.
    ///
    /// The stream is mixed first: seeds that lie near one another, or any multiple of the increment apart, would give the
    /// same numbers a few steps later.
    package init(seed: UInt64, stream: Int64) {
        var mixer = SplitMix64(seed: UInt64(bitPattern: stream))
        state = seed ^ mixer.next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
