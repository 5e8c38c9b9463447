extension WeekHours: CodedAsText, CustomStringConvertible {
    /// Reads the written form; nil where it isn't that.
    package init?(_ text: String) {
        switch text {
        case "never": self = .never
        case "always": self = .always
        default:
            var ranges: [Range<Int>] = []
            for clause in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let some = Self.clause(clause) else { return nil }
                ranges += some
            }
            self.init(ranges)
        }
    }

    /// Days, then hours, such as `monday-friday 08:00-12:00 14:00-18:00`.
    private static func clause(_ text: Substring) -> [Range<Int>]? {
        var words = text.split(separator: " ")
        guard let first = words.first else { return nil }
        let days = self.days(first)
        if days != nil { words.removeFirst() }
        guard !words.isEmpty else { return nil }
        var ranges: [Range<Int>] = []
        for word in words {
            guard let hours = hours(word) else { return nil }
            ranges += (days ?? CallWindow.Weekday.week).map { weekday in
                let midnight = weekday.indexFromMonday * day
                return midnight + hours.lowerBound..<midnight + hours.upperBound
            }
        }
        return ranges
    }

    /// `monday` or `friday-sunday`; the second may lie before the first, and the week goes round.
    private static func days(_ text: Substring) -> [CallWindow.Weekday]? {
        let week = CallWindow.Weekday.week
        let ends = text.split(separator: "-").map { name in week.firstIndex { $0.word == name } }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        return (0...(last - first + 7) % 7).map { week[(first + $0) % 7] }
    }

    /// `08:00-20:00`, at most to `24:00`.
    private static func hours(_ text: Substring) -> Range<Int>? {
        guard let match = text.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})/) else { return nil }
        let parts = [match.1, match.2, match.3, match.4].compactMap { Int($0) }
        let (opens, closes) = (parts[0] * 60 + parts[1], parts[2] * 60 + parts[3])
        guard parts[1] < 60, parts[3] < 60, opens < closes, closes <= day else { return nil }
        return opens..<closes
    }

    package init?(coded text: String) { self.init(text) }

    package var codedText: String { description }

    /// The written form, with neighbouring days of the same hours put together.
    package var description: String {
        if self == .never { return "never" }
        let week = CallWindow.Weekday.week
        let hours = week.map { minutes(on: $0).map(Self.text).joined(separator: " ") }
        if hours.allSatisfy({ $0 == hours[0] }) { return hours[0] }
        var clauses: [String] = []
        var first = 0
        for index in week.indices where index == 6 || hours[index + 1] != hours[first] {
            let days = first == index ? week[first].word : "\(week[first].word)-\(week[index].word)"
            if !hours[first].isEmpty { clauses.append("\(days) \(hours[first])") }
            first = index + 1
        }
        return clauses.joined(separator: ", ")
    }

    private static func text(_ minutes: Range<Int>) -> String {
        "\(clock(minutes.lowerBound))-\(clock(minutes.upperBound))"
    }

    /// Such as `08:05`.
    static func clock(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
