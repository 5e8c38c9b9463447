/// What a simulated day came to.
package struct DayFigures: Hashable, Codable, Sendable {
    /// Agents' seconds in talks and wrap-ups, and without anybody.
    package var busy = 0.0
    package var idle = 0.0
    /// Of the time without anybody, that in which nobody was to be rung.
    package var unneeded = 0.0
    /// Persons who wanted an agent, and those of them who met nobody.
    package var persons = 0
    package var abandoned = 0
    package var calls = 0
    package var givenUp = 0
    /// Calls at once.
    package var mostLines = 0
    /// When the day's work was over. Units: seconds.
    package var lasted = 0.0

    package init() {}

    package var utilisation: Double { busy / max(1, busy + idle) }
    package var abandonment: Double { Double(abandoned) / Double(max(1, persons)) }
}
