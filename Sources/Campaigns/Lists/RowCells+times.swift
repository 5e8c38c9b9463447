import Foundation

/// Days, times and money.
extension RowCells {
    func day(_ meaning: ListColumn.Meaning) throws(RowRefusal) -> CalendarDay {
        guard let day = try optionalDay(meaning) else { throw refusal(meaning, "the day is missing") }
        return day
    }

    func optionalDay(_ meaning: ListColumn.Meaning) throws(RowRefusal) -> CalendarDay? {
        guard let text = try optionalText(meaning) else { return nil }
        guard let day = Self.day(text) else {
            throw refusal(meaning, "“\(text)” is no day; write it as 2026-11-20")
        }
        return day
    }

    func month() throws(RowRefusal) -> BillingMonth? {
        guard let text = try optionalText(.month) else { return nil }
        let digits = text.narrowed.filter { $0.isASCII && $0.isNumber }
        // Also 202611, 2026/11 and 2026年11月.
        guard digits.utf8.count == 6, let month = BillingMonth(iso: "\(digits.prefix(4))-\(digits.suffix(2))") else {
            throw refusal(.month, "“\(text)” is no month; write it as 2026-11")
        }
        return month
    }

    /// Such as `2026-11-20 15:30`, with a zone's offset or `Z` behind it or else in `zone`.
    func time(_ meaning: ListColumn.Meaning, in zone: TimeZone) throws(RowRefusal) -> UTCTime {
        let text = try text(meaning)
        guard let time = Self.time(text.narrowed, in: zone) else {
            throw refusal(meaning, "“\(text)” is no time; write it as 2026-11-20 15:30")
        }
        return time
    }

    func hours(_ column: ListColumn) throws(RowRefusal) -> DayHours? {
        guard let text = try optionalText(column) else { return nil }
        guard let hours = DayHours(text.narrowed) else {
            throw refusal(column, "“\(text)” are no hours; write them as 18:00-20:00")
        }
        return hours
    }

    func amount(_ meaning: ListColumn.Meaning) throws(RowRefusal) -> Fen? {
        guard let text = try optionalText(meaning) else { return nil }
        // A billion yuan is beyond any telephone bill.
        guard let amount = Fen(yuan: text.narrowed), amount.count <= 100_000_000_000 else {
            throw refusal(meaning, "“\(text)” is no amount; write yuan with at most two decimals, such as 10.50")
        }
        return amount
    }

    func requiredAmount(_ meaning: ListColumn.Meaning) throws(RowRefusal) -> Fen {
        guard let amount = try amount(meaning) else { throw refusal(meaning, "the amount is missing") }
        return amount
    }

    func seconds(_ meaning: ListColumn.Meaning) throws(RowRefusal) -> Int? {
        guard let text = try optionalText(meaning) else { return nil }
        guard text.utf8.count <= 4, let seconds = text.plainInteger, (1...3_600).contains(seconds) else {
            throw refusal(meaning, "“\(text)” are no seconds; write a whole number from 1 to 3600")
        }
        return seconds
    }

    /// Also `2026/11/20`, `2026.11.20` and `2026年11月20日`, as spreadsheets write them.
    private static func day(_ text: String) -> CalendarDay? {
        let parts = text.narrowed.split(whereSeparator: { "-/.年月日".contains($0) }).map(String.init)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count <= 2, parts[2].utf8.count <= 2,
            let year = parts[0].plainInteger, let month = parts[1].plainInteger, let day = parts[2].plainInteger
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    private static func time(_ text: String, in zone: TimeZone) -> UTCTime? {
        if text.hasSuffix("Z") || text.contains("T") {
            if let date = try? Date(text, strategy: .iso8601) { return UTCTime(date) }
        }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" }).map(String.init)
        guard parts.count == 2, let day = day(parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":").prefix(2).joined(separator: ":")
        guard parts[1].split(separator: ":").count <= 3, let minute = DayHours.minute(clock) else { return nil }
        let wanted = DateComponents(
            year: day.year, month: day.month, day: day.day, hour: minute / 60, minute: minute % 60)
        return Calendar.gregorian(in: zone).date(from: wanted).map { UTCTime($0) }
    }
}
