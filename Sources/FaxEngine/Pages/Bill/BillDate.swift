/// A day as it is printed on a bill: no time zone, the one of the customer's exchange.
package struct BillDate: Sendable, Equatable {
    package let year: Int
    package let month: Int
    package let day: Int

    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads "2026-10-25"; what follows the day is ignored.
    package init?(iso text: String) {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    func text(_ language: PageLanguage) -> String {
        switch language {
        case .chinese: "\(year)年\(month)月\(day)日"
        case .english: "\(day) \(Self.englishMonths[month - 1]) \(year)"
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// A minute of a day as it is printed on a bill.
package struct BillMoment: Sendable, Equatable {
    package let date: BillDate
    package let hour: Int
    package let minute: Int

    package init?(date: BillDate, hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
    }

    /// Reads "2026-10-03 08:15" with a space or T between; seconds and what else follows are ignored.
    package init?(iso text: String) {
        let clock = text.dropFirst(11).prefix(5).split(separator: ":", omittingEmptySubsequences: false)
        guard let date = BillDate(iso: text), clock.count == 2, let hour = Int(clock[0]), let minute = Int(clock[1])
        else { return nil }
        self.init(date: date, hour: hour, minute: minute)
    }

    /// "10-03 08:15": the year stands in the bill's period.
    var text: String {
        [(date.month, "-"), (date.day, " "), (hour, ":"), (minute, "")].map { twoDigits($0.0) + $0.1 }.joined()
    }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
