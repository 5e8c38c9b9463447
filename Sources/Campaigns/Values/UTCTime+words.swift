package import Foundation

extension UTCTime {
    /// For people, such as `2026-11-21 08:30`.
    package func words(in zone: TimeZone) -> String {
        "\(CalendarDay(self, in: zone)) \(clock(in: zone))"
    }

    /// For people who read it at `now`: `10:12`, `08:30 tomorrow`, `08:30 on 2026-11-24`.
    package func words(in zone: TimeZone, now: UTCTime) -> String {
        let (day, today) = (CalendarDay(self, in: zone), CalendarDay(now, in: zone))
        return switch today.days(until: day) {
        case 0: clock(in: zone)
        case 1: "\(clock(in: zone)) tomorrow"
        default: "\(clock(in: zone)) on \(day)"
        }
    }

    private func clock(in zone: TimeZone) -> String {
        let parts = Calendar.gregorian(in: zone).dateComponents([.hour, .minute], from: date)
        return WeekHours.clock((parts.hour ?? 0) * 60 + (parts.minute ?? 0))
    }
}
