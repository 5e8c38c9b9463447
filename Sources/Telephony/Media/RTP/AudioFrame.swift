/// The frame that media threads work with.
package enum AudioFrame {
    /// 20 ms at 8,000 Hz.
    package static let samples = 160
    package static let milliseconds = 20
}
