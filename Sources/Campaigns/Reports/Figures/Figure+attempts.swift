extension Figure {
    /// Every figure, in the order of the full report.
    package static let all: [Figure] = attempts + reaching + ends + wishes + durations + faxes + enquiries

    package static func named(_ name: String) -> Figure? { all.first { $0.name == name } }

    /// Those that a screen has room for.
    package static let brief = [
        "attempts", "tries", "answered", "connectRate", "playedToEnd", "busy", "noAnswer", "trunkTrouble",
        "interrupted", "promisesMade", "optOuts", "talkTime", "charges",
    ].compactMap(named)

    private static let all11 = Set(AttemptOutcome.allCases)
    private static let tries = Formula.attempts(
        .init(
            outcomes: all11.filter(\.countsAgainstBudget),
            description: "attempts less congestion, trunkTrouble and cancelled"))
    private static let answered = Formula.attempts(.init(outcomes: [.answered], description: "attempts: answered"))
    private static let byPerson = Formula.attempts(
        .init(answeredBy: .person, description: "attempts: answered by a person"))

    private static func answered(by who: AnsweredBy, _ word: String) -> Formula {
        .attempts(.init(answeredBy: who, description: "attempts: answered by \(word)"))
    }

    private static func outcome(_ outcome: AttemptOutcome, _ title: String, _ definition: String) -> Figure {
        Figure(
            outcome.rawValue, title, .count,
            .attempts(.init(outcomes: [outcome], description: "attempts: \(outcome)")), definition)
    }

    private static let attempts: [Figure] = [
        Figure(
            "attempts", "Attempts", .count, .attempts(.init(description: "attempts")),
            "Finished attempts to ring a contact."),
        Figure("tries", "Tries", .count, tries, "Attempts that count against the contact's budget of tries."),
        Figure(
            "rang", "Rang", .count, .attempts(.init(rang: true, description: "attempts that rang")),
            "Attempts of which the far end said that it rings (SIP 180)."),
        outcome(.answered, "Answered", "Attempts that somebody or something answered."),
        outcome(.busy, "Busy", "Attempts that met an engaged line."),
        outcome(.noAnswer, "No answer", "Attempts that nobody took while it rang."),
        outcome(.rejected, "Rejected", "Attempts that the person refused."),
        outcome(.wrongNumber, "Wrong number", "Attempts at a number that isn't in use or isn't theirs."),
        outcome(.unreachable, "Unreachable", "Attempts at a telephone that is off or out of coverage."),
        outcome(.congestion, "Congestion", "Attempts for which the network had no free path."),
        outcome(.trunkTrouble, "Trunk trouble", "Attempts that our trunk refused or left without a word."),
        outcome(.cancelled, "Cancelled", "Attempts that we gave up before an answer."),
        outcome(.failed, "Failed", "Attempts that ended in another way."),
        outcome(.interrupted, "Interrupted", "Attempts during which the process died; they may have rung."),
    ]

    private static let reaching: [Figure] = [
        Figure(
            "connectRate", "Connect rate", .share, .ratio(answered, to: tries, words: "answered ÷ tries"),
            "Of the tries, those that were answered by anybody or anything."),
        Figure(
            "answeredByPerson", "By a person", .count, byPerson,
            "Answered attempts in which a key press proved a person."),
        Figure(
            "answeredByMachine", "By a machine", .count, answered(by: .machine, "a machine"),
            "Answered attempts in which answer classification found a machine."),
        Figure(
            "answeredByFax", "By a fax", .count, answered(by: .fax, "a fax"),
            "Answered attempts that a fax terminal took."),
        Figure(
            "answeredByUnknown", "By unknown", .count, answered(by: .unknown, "whom nobody knows"),
            "Answered attempts without proof of who took them."),
        Figure(
            "personRate", "Person rate", .share, .ratio(byPerson, to: tries, words: "answeredByPerson ÷ tries"),
            "Of the tries, those that a person proved to have answered."),
        Figure(
            "playedToEnd", "Played to end", .count,
            .attempts(.init(isPlayedToEnd: true, description: "attempts whose announcement went out whole")),
            "Answered attempts in which the whole announcement went out, to whomever."),
        Figure(
            "heardByPerson", "Heard by a person", .count,
            .attempts(
                .init(answeredBy: .person, isPlayedToEnd: true, description: "playedToEnd that a person answered")),
            "Announcements that went out whole to a person who pressed a key."),
        Figure(
            "abandoned", "Abandoned", .count, .attempts(.init(isAbandoned: true, description: "attempts: abandoned")),
            "Attempts that a person answered and met nobody."),
        Figure(
            "abandonmentRate", "Abandonment", .share,
            .ratio(
                .attempts(.init(isAbandoned: true, description: "abandoned")),
                to: .attempts(
                    .init(outcomes: [.answered], answeredBy: .person, description: "answered by a person")),
                words: "abandoned ÷ answeredByPerson"),
            "Of the calls that a person answered, those in which they met nobody."),
        Figure(
            "contactsReached", "Contacts reached", .count, .reached,
            "Contacts whose first call that was answered, and not by a machine or fax, lies in the period."),
        Figure(
            "attemptsPerContactReached", "Attempts a contact reached", .ratio,
            .ratio(
                .attempts(.init(description: "attempts")), to: .reached, words: "attempts ÷ contactsReached"),
            "How many attempts it took to reach one contact."),
    ]

    private static let durations: [Figure] = [
        Figure(
            "talkTime", "Talk time", .seconds, .calls(.contact, \.talkMs, name: "talkMs"),
            "From the answer to the end of answered attempts, added up."),
        Figure(
            "meanTalkTime", "Mean talk time", .seconds,
            .ratio(
                .calls(.contact, \.talkMs, name: "talkMs"), to: .calls(.contact, \.talks, name: "talks"),
                words: "talkTime ÷ answered attempts whose end is known"),
            "How long an answered attempt was on average."),
        Figure(
            "ringTime", "Ring time", .seconds, .calls(.contact, \.ringMs, name: "ringMs"),
            "From the first ring to the answer or the end, added up."),
        Figure(
            "meanRingTime", "Mean ring time", .seconds,
            .ratio(
                .calls(.contact, \.ringMs, name: "ringMs"), to: .calls(.contact, \.rings, name: "rings"),
                words: "ringTime ÷ attempts that rang and whose end is known"),
            "How long an attempt rang on average."),
        Figure(
            "heardTime", "Heard", .seconds, .calls(.contact, \.heardMs, name: "heardMs"),
            "How much of announcements went out, added up."),
        Figure(
            "charges", "Charges", .yuan, .calls(.contact, \.chargeFen, name: "chargeFen"),
            "What the attempts cost by the table of rates; numbers without a rate cost nothing."),
    ]
}
