/// Hours of a week by the clock on the wall: when somebody may be called.
///
/// Shape: written as `monday-friday 08:00-20:00, saturday 10:00-12:00 14:00-17:00`; a day that isn't named is closed;
/// without any day the hours are every day's: `08:00-22:00`; `never` is no hour at all.
package struct WeekHours: Hashable, Sendable {
    /// Units: minutes since Monday 00:00, `0 ..< 10 080`.
    ///
    /// Ascending, apart from each other.
    let ranges: [Range<Int>]

    package static let always = WeekHours([0..<Self.week])
    package static let never = WeekHours([])

    static let day = 1440
    static let week = 7 * day

    /// Joins what touches or overlaps.
    init(_ ranges: [Range<Int>]) {
        var joined: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        self.ranges = joined
    }

    /// The same hours on each of `weekdays`.
    ///
    /// Units: minutes after midnight.
    package init(_ hours: Range<Int>, on weekdays: Set<CallWindow.Weekday> = Set(CallWindow.Weekday.allCases)) {
        self.init(
            weekdays.map { weekday in
                let midnight = weekday.indexFromMonday * Self.day
                return midnight + hours.lowerBound..<midnight + hours.upperBound
            }
        )
    }

    /// The minutes of one day, counted from its midnight.
    func minutes(on weekday: CallWindow.Weekday) -> [Range<Int>] {
        let midnight = weekday.indexFromMonday * Self.day
        return ranges.compactMap { range in
            let minutes = range.clamped(to: midnight..<midnight + Self.day)
            return minutes.isEmpty ? nil : minutes.lowerBound - midnight..<minutes.upperBound - midnight
        }
    }
}

extension CallWindow.Weekday {
    /// 0 for Monday … 6 for Sunday.
    var indexFromMonday: Int { (rawValue + 5) % 7 }

    /// Monday first, as people write weeks.
    static let week: [Self] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]

    /// As people write it.
    var word: String {
        switch self {
        case .monday: "monday"
        case .tuesday: "tuesday"
        case .wednesday: "wednesday"
        case .thursday: "thursday"
        case .friday: "friday"
        case .saturday: "saturday"
        case .sunday: "sunday"
        }
    }
}
