/// A time of day to the minute.
package struct ClockTime: Hashable, Sendable {
    package let hour: Int
    package let minute: Int

    /// Nil unless from 0:00 to 23:59.
    package init?(hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.hour = hour
        self.minute = minute
    }
}
