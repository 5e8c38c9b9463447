import Foundation

extension RuleReason {
    /// Why, for people: what was found, by which rule, whose figure that is.
    package var sentence: String {
        let source = rule.source.map { "; source: \($0)" } ?? ""
        return "\(found) (rule “\(rule.name)”\(source))."
    }

    private var found: String {
        switch finding {
        case .closed(let time, let clock, let hours):
            "It is \(Self.text(time, clock)) there, and \(owner) \(hours == .never ? "never" : "only \(hours)")"
        case .holiday(let holiday):
            "\(holiday.day) is \(holiday.name) there, and nobody is called \(Self.outside(holiday))"
        case .limitReached(let limit, let count): Self.text(limit, count)
        case .listed(.byThisCampaign): "The number asked not to be called by this campaign"
        case .listed: "The number asked not to be called"
        case .consentMissing(.withdrawn): "The person withdrew consent to such calls"
        case .consentMissing(.given): "The person's consent to such calls has run out"
        case .consentMissing: "The person has not consented to such calls"
        case .inDunning: "The person is asked for money now, and dunning and services never mix"
        case .paid: "The account is paid"
        case .suspended(.claimedPaid): "The customer says that it is paid, and the billing data get some days to agree"
        case .suspended: "The customer promised to pay"
        case .inUse: "Another attempt rings this number now"
        case .hoursNeverMeet: "These hours and those of the other rules never meet"
        }
    }

    private var owner: String {
        switch rule.demand {
        case .campaignHours: "the campaign calls"
        case .ownHours: "this number may be called"
        default: "people may be called"
        }
    }

    private static func outside(_ holiday: Holiday) -> String {
        holiday.hours.map { "but \(WeekHours.clock($0.lowerBound))-\(WeekHours.clock($0.upperBound))" } ?? "then"
    }

    private static func text(_ limit: Limit, _ count: Int) -> String {
        let whose =
            switch limit.subject {
            case .number: "this number"
            case .person: "this person"
            case .account: "this account"
            }
        let events =
            switch limit.event {
            case .attempt: count == 1 ? "attempt" : "attempts"
            case .answeredCall: count == 1 ? "answered call" : "answered calls"
            case .conversation: count == 1 ? "conversation" : "conversations"
            case .abandonedCall: count == 1 ? "abandoned call" : "abandoned calls"
            }
        return "\(count) \(events) in the last \(limit.within.words) for \(whose), and at most \(limit.most) may be"
    }

    /// Such as `Friday 2026-11-20 22:30 in Asia/Shanghai`.
    static func text(_ time: UTCTime, _ clock: LocalClock) -> String {
        let local = clock.local(time).milliseconds
        let day = CalendarDay(UTCTime(milliseconds: local), in: .gmt)
        let weekday = CallWindow.Weekday.week[Int((local.floored(by: dayLength) + 3).modulo(7))].word.capitalized
        let minute = Int(local.modulo(dayLength) / minuteLength)
        return "\(weekday) \(day) \(WeekHours.clock(minute)) in \(clock)"
    }
}

extension Duration {
    /// Such as `7 days`, `24 hours`, `90 minutes`, in the largest unit that has no fraction; a day is `24 hours`.
    var words: String {
        let seconds = components.seconds
        for (length, unit) in [(86_400, "days"), (3600, "hours"), (60, "minutes")] as [(Int64, String)]
        where seconds > length && seconds % length == 0 {
            return "\(seconds / length) \(unit)"
        }
        return "\(seconds) seconds"
    }
}

extension Verdict {
    /// What a person who asks is told: whether the call is allowed, else why not and when.
    ///
    /// - Parameter clock: by which moments are told, such as the called party's.
    package func explanation(by clock: LocalClock) -> [String] {
        switch self {
        case .allowed: ["The call is allowed now."]
        case .notNow(let until, let reasons):
            ["The call is not allowed now, but from \(RuleReason.text(until, clock)) on if nothing else happens."]
                + reasons.map { reason in
                    let from = reason.until.map { " This rule allows it from \(RuleReason.text($0, clock)) on." }
                    return reason.sentence + (from ?? "")
                }
        case .never(let reasons):
            ["The call is not allowed, and waiting doesn't change that."] + reasons.map(\.sentence)
        }
    }
}
