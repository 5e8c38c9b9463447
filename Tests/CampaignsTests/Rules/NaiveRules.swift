import Foundation

@testable import Campaigns

/// The rules once more, written apart from the engine: slowly, by Foundation's calendar, one moment at a time.
struct NaiveRules {
    let rules: [Rule]
    let holidays: [Holiday]

    /// Whether a call at `time` is allowed, as seen with the facts of `now`.
    func allows(_ facts: CallFacts, at time: UTCTime, now: UTCTime) -> Bool {
        if facts.isNumberInUse, time.date < now.date.addingTimeInterval(15) { return false }
        if facts.purpose == .dunning {
            switch facts.account {
            case .owes: break
            case .paid: return false
            case .promised(let until), .claimedPaid(let until): if time < until { return false }
            }
        }
        if let campaign = facts.campaignHours {
            let clocks = campaign.clock.map { [$0] } ?? facts.place.clocks
            if !clocks.allSatisfy({ shows($0, campaign.hours, at: time) }) { return false }
        }
        if let own = facts.ownHours, facts.purpose != .fax,
            !facts.place.clocks.allSatisfy({ shows($0, own, at: time) })
        {
            return false
        }
        return rules.allSatisfy { holds($0, facts, at: time, now: now) }
    }

    private func holds(_ rule: Rule, _ facts: CallFacts, at time: UTCTime, now: UTCTime) -> Bool {
        guard rule.purposes.members.contains(facts.purpose) else { return true }
        let concerns =
            rule.regions.isEmpty || facts.place.regions.isEmpty
            || rule.regions.contains { region in
                facts.place.regions.contains { place in
                    region == place || region.code.hasPrefix(place.code + "-")
                        || place.code.hasPrefix(region.code + "-")
                }
            }
        guard concerns else { return true }
        switch rule.demand {
        case .hours(let hours): return facts.place.clocks.allSatisfy { shows($0, hours, at: time) }
        case .holidays: return facts.place.clocks.allSatisfy { isNoHoliday($0, facts.place, at: time) }
        case .limit(let limit):
            let calls =
                switch limit.subject {
                case .number: facts.toNumber.calls
                case .person: facts.toPerson.calls
                case .account: facts.aboutAccount.calls
                }
            let seconds = Double(limit.within.components.seconds)
            let counted = calls.filter { call in
                guard limit.counting.members.contains(call.purpose) else { return false }
                guard time.date.timeIntervalSince(call.time.date) < seconds else { return false }
                switch limit.event {
                case .attempt: return true
                case .answeredCall: return [.answered, .conversation, .abandoned].contains(call.standing)
                case .conversation: return call.standing == .conversation
                case .abandonedCall: return call.standing == .abandoned
                }
            }
            return counted.count < limit.most
        case .doNotCall: return facts.doNotCall == .notListed
        case .consent:
            if case .given(let until) = facts.consent { return until.map { time < $0 } ?? true }
            return false
        case .noDunning(let wait):
            let until = now.date.addingTimeInterval(Double(wait.components.seconds))
            return !facts.isInDunning || time.date >= until
        default: return true
        }
    }

    private func shows(_ clock: LocalClock, _ hours: WeekHours, at time: UTCTime) -> Bool {
        let parts = Calendar.gregorian(in: clock.zone).dateComponents([.weekday, .hour, .minute], from: time.date)
        let minute = parts.hour! * 60 + parts.minute!
        return hours.minutes(on: CallWindow.Weekday(rawValue: parts.weekday!)!).contains { $0.contains(minute) }
    }

    private func isNoHoliday(_ clock: LocalClock, _ place: CallPlace, at time: UTCTime) -> Bool {
        let day = CalendarDay(time, in: clock.zone)
        let parts = Calendar.gregorian(in: clock.zone).dateComponents([.hour, .minute], from: time.date)
        let minute = parts.hour! * 60 + parts.minute!
        return holidays.allSatisfy { holiday in
            holiday.day != day || (holiday.hours?.contains(minute) ?? false)
                || !(holiday.region.map { region in
                    place.regions.isEmpty || place.regions.contains { $0.code.prefix(2) == region.code.prefix(2) }
                } ?? true)
        }
    }
}
