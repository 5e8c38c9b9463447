/// One row of a list, understood.
package enum ListRow: Hashable, Sendable {
    case contact(ContactRow)
    case callback(CallbackRow)
    case doNotCall(DoNotCallRow)
    case holiday(HolidayRow)
    case rate(RateRow)
    case consent(ConsentRow)
}

/// Somebody a campaign rings, as a list names them.
package struct ContactRow: Hashable, Sendable {
    /// One of the contact's numbers.
    package struct Number: Hashable, Sendable {
        package let number: E164
        /// Where it rings, if not where the contact lives.
        package let zone: String?
        /// When it may be rung; nil where the campaign's hours are enough.
        package let hours: DayHours?
    }

    package let account: String
    /// Who is rung: one person may hold several accounts.
    package let person: String
    package let name: String
    package let language: CustomerLanguage?
    /// An IANA zone.
    package let zone: String?
    /// Standard: ISO 3166-2, such as `CN-GD`.
    package let region: String?
    /// In the order in which they are tried; never empty, none twice.
    package let numbers: [Number]
    package let facts: ListFacts
}

/// A call that somebody was promised.
package struct CallbackRow: Hashable, Sendable {
    package let number: E164
    package let account: String?
    package let language: CustomerLanguage?
    package let dueAt: UTCTime
    package let wish: String
    /// Of agents; nil for the site's usual one.
    package let group: String?
    /// Who promised it.
    package let agent: AgentNumber?
}

/// A number that isn't called.
package struct DoNotCallRow: Hashable, Sendable {
    package let number: E164
    /// Nil: by no campaign.
    package let campaign: String?
    package let source: String
}

/// A day that isn't like others.
package struct HolidayRow: Hashable, Sendable {
    /// Where it is one.
    package let region: String
    package let day: CalendarDay
    package let name: String
    /// Nil: nobody is called.
    package let hours: DayHours?
}

/// What calls to numbers of one beginning cost.
package struct RateRow: Hashable, Sendable {
    /// Digits in E.164, without the `+`.
    package let prefix: String
    package let name: String
    package let perMinute: Fen
    /// Units: seconds; the first so many cost as one piece.
    package let firstSeconds: Int
    /// Units: seconds; then by pieces of so many.
    package let thenSeconds: Int
}

/// Somebody's word that they may be called about something.
package struct ConsentRow: Hashable, Sendable {
    package let number: E164
    package let topic: String
    package let givenAt: UTCTime
    package let evidence: String
}

/// Hours of a day.
///
/// Units: minutes after midnight.
package struct DayHours: Hashable, Sendable {
    package let opens: Int
    package let closes: Int

    /// Reads `18:00-20:00`.
    ///
    /// Nil where nothing would be open.
    package init?(_ text: String) {
        let ends = text.split(whereSeparator: { "-–—~至".contains($0) }).map { Self.minute(String($0).trimmed) }
        guard ends.count == 2, let opens = ends[0], let closes = ends[1], opens < closes else { return nil }
        (self.opens, self.closes) = (opens, closes)
    }

    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = parts[0].plainInteger, let minute = parts[1].plainInteger, minute < 60,
            hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
