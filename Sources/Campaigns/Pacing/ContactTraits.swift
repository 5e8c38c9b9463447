/// What is known of a call before it is dialled, as far as it may tell whether a person answers.
///
/// Coarse on purpose: a group has to be met often before anything is learned of it.
package struct ContactTraits: Hashable, Codable, Sendable {
    package enum NumberKind: Int, Codable, CaseIterable, Sendable {
        case mobile, landline
        /// Also where the numbering plan has both under the same numbers.
        case unknown
    }

    /// By the contact's own clock.
    package enum Hours: Int, Codable, CaseIterable, Sendable {
        /// Until 9, 11, 13, 15, 17 and 19 o'clock, and later.
        case early, morning, noon, afternoon, lateAfternoon, evening, late

        package init(hour: Int) { self = Self(rawValue: max(0, min(6, (hour - 7) / 2))) ?? .late }
    }

    /// How the last call to this number went.
    package enum LastCall: Int, Codable, CaseIterable, Sendable {
        /// Or so long ago that it says nothing.
        case never
        case person
        /// Taken; nothing tells by whom.
        case answered
        case machine
        case noAnswer
        /// For the second time at least.
        case noAnswerAgain
        /// Or refused.
        case busy
        /// Switched off, not in use, or broken off.
        case unreachable
    }

    /// How long ago that was.
    package enum Since: Int, Codable, CaseIterable, Sendable {
        case aDay, aWeek, longer
    }

    package var number: NumberKind
    package var hours: Hours
    package var isWeekend: Bool
    package var lastCall: LastCall
    package var since: Since
    /// Of this contact, in the campaign; three stand for more.
    package var tries: Int

    package init(
        number: NumberKind, hours: Hours, isWeekend: Bool, lastCall: LastCall, since: Since, tries: Int
    ) {
        self.number = number
        self.hours = hours
        self.isWeekend = isWeekend
        self.lastCall = lastCall
        self.since = lastCall == .never ? .longer : since
        self.tries = max(0, min(tries, Self.mostTries))
    }

    package static let mostTries = 3

    /// How many groups each trait has, in the order of `groups`.
    package static let sizes = [
        NumberKind.allCases.count, Hours.allCases.count, 2, LastCall.allCases.count, Since.allCases.count,
        mostTries + 1,
    ]

    /// The group that the contact is in, of each trait.
    package var groups: [Int] {
        [number.rawValue, hours.rawValue, isWeekend ? 1 : 0, lastCall.rawValue, since.rawValue, tries]
    }
}
