/// A month that is billed.
///
/// Shape: written as `YYYY-MM`, so that text order is month order.
package struct BillingMonth: Hashable, Comparable, CodedAsText, Sendable, CustomStringConvertible {
    package let firstDay: CalendarDay

    package init(of day: CalendarDay) {
        // A month that has any day has a first one.
        firstDay = CalendarDay(year: day.year, month: day.month, day: 1) ?? day
    }

    package init?(iso text: String) {
        guard text.utf8.count == 7, let day = CalendarDay(iso: text + "-01") else { return nil }
        firstDay = day
    }

    package init?(coded text: String) { self.init(iso: text) }

    package var codedText: String { description }

    package var year: Int { firstDay.year }
    package var month: Int { firstDay.month }
    package var lastDay: CalendarDay { adding(months: 1).firstDay.adding(days: -1) }
    package var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))" }

    package func adding(months: Int) -> BillingMonth {
        let count = year * 12 + (month - 1) + months
        let day = CalendarDay(year: count / 12, month: count % 12 + 1, day: 1)
        return day.map(BillingMonth.init(of:)) ?? self
    }

    package static func < (left: BillingMonth, right: BillingMonth) -> Bool { left.firstDay < right.firstDay }
}
