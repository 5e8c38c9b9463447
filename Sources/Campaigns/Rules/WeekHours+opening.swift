/// How far ahead an opening is looked for: a year and some, so that every weekday has met every holiday and both
/// changes of clocks.
///
/// Units: milliseconds.
let lookAhead: Int64 = 400 * dayLength

/// Units: milliseconds.
let minuteLength: Int64 = 60_000
/// Units: milliseconds.
let dayLength: Int64 = 86_400_000

extension WeekHours {
    /// The first moment from `time` on at which the clock shows one of these hours; nil where it never does.
    ///
    /// What counts is what the clock shows. An hour that is skipped in spring is never open; one that comes twice in
    /// autumn is open twice.
    func opening(from time: UTCTime, by clock: LocalClock) -> UTCTime? {
        guard !ranges.isEmpty else { return nil }
        let week = Int64(Self.week) * minuteLength
        var moment = time.milliseconds
        while moment < time.milliseconds + lookAhead {
            let span = clock.span(at: UTCTime(milliseconds: moment))
            // 1970-01-01 was a Thursday: three days after a Monday.
            let inWeek = (moment + span.offset + 3 * dayLength).modulo(week)
            let opening = moment + wait(at: inWeek)
            if opening < span.end.milliseconds { return UTCTime(milliseconds: opening) }
            // The clocks change before; from there on they show something else.
            moment = span.end.milliseconds
        }
        return nil
    }

    /// Units: milliseconds since Monday 00:00, milliseconds from there to the next open hour.
    private func wait(at inWeek: Int64) -> Int64 {
        for range in ranges where inWeek < Int64(range.upperBound) * minuteLength {
            return max(0, Int64(range.lowerBound) * minuteLength - inWeek)
        }
        return Int64(ranges[0].lowerBound + Self.week) * minuteLength - inWeek
    }
}

extension Int64 {
    /// Never negative.
    func modulo(_ divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }

    func floored(by divisor: Int64) -> Int64 { (self - modulo(divisor)) / divisor }
}
