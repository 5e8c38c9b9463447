/// What a campaign's calls and agents have taught about the next ones; kept across restarts.
package struct PacingExperience: Hashable, Codable, Sendable {
    /// From dialling to the answer of a person.
    var answers = DelayTable.answers()
    /// From dialling to the end, or to the answer of what is no person.
    var failures = DelayTable.failures()
    var wrapUps = DelayTable.wrapUps()
    /// Until an agent says that it is nearly done, or else to its end.
    private(set) var talks = DelayTable.talks()
    /// From that word to its end.
    var endings = DelayTable.endings()
    var rate = AnswerRate()
    /// Of those who answer, the share of persons.
    var personShare = FadingMean(0.75, weight: 20, memory: 500)
    /// From the answer until it is known who it is. Units: seconds.
    var classifying = FadingMean(0, weight: 0.1, memory: 500)

    /// Of the talks, the share that agents announce the end of.
    private(set) var announced = FadingMean(0, weight: 20, memory: 200)

    package init() {}

    mutating func talked(_ lasted: Double, isAnnounced: Bool) {
        talks.add(lasted)
        announced.add(isAnnounced ? 1 : 0)
    }
}
