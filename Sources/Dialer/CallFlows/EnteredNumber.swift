import Campaigns

/// What may pass for a number that a caller keyed in.
enum EnteredNumber {
    /// From a short code to E.164's fifteen digits (§6.2.1) with an international prefix.
    ///
    /// Whether it may be dialled is decided by who dials.
    static func isPlausible(_ digits: String) -> Bool {
        (3...20).contains(digits.count)
    }

    /// A month as six digits (year and month), or as the number of months back from this one; never one to come.
    static func month(_ digits: String, thisMonth: BillingMonth) -> BillingMonth? {
        guard let value = Int(digits) else { return nil }
        switch digits.count {
        case 6:
            let month = CalendarDay(year: value / 100, month: value % 100, day: 1)?.billingMonth
            return month.flatMap { $0 <= thisMonth ? $0 : nil }
        case 1, 2:
            return thisMonth.adding(months: -value)
        default:
            return nil
        }
    }
}
