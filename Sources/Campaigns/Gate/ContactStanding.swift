import Foundation

/// Everything that the books say of a contact, for those who ask why it is or isn't called.
struct ContactStanding: Sendable {
    struct Number: Sendable {
        let number: E164
        let attemptsUsed: Int
        let isWrong: Bool
        let retryAt: UTCTime
        /// Nil where the number isn't tried any more.
        let facts: CallFacts?
    }

    struct PastTry: Sendable {
        let number: E164
        let openedAt: UTCTime
        /// Nil while it is open.
        let outcome: String?
        let detail: String?
    }

    let id: Int64
    let account: String
    let campaign: CampaignDefinition
    let campaignState: String
    let state: String
    let reason: String
    /// The rule that holds it back.
    let heldBy: String?
    let retryAt: UTCTime
    let endedAt: UTCTime?
    let attemptsUsed: Int
    let stagesHeard: Int
    let promisedUntil: UTCTime?
    let claimedUntil: UTCTime?
    /// In the order in which they are tried.
    let numbers: [Number]
    /// The latest first.
    let tries: [PastTry]
}

extension ContactStanding {
    /// When one number may be called at the earliest, and the verdict on the moment from which it is due.
    private func outlook(_ number: Number, _ engine: RuleEngine, now: UTCTime) -> UTCTime? {
        guard let facts = number.facts, endedAt == nil else { return nil }
        let due = max(now, retryAt, number.retryAt)
        switch engine.verdict(facts, at: due) {
        case .allowed: return due
        case .notNow(let until, _): return until
        case .never: return nil
        }
    }

    func explanation(_ engine: RuleEngine, now: UTCTime) -> CallExplanation {
        let clock =
            numbers.lazy.compactMap(\.facts?.place.clocks.first).first ?? LocalClock(campaign.window.zone ?? .gmt)
        let isWaiting = state == "waiting"
        let isCalling = isWaiting && campaignState == "running" && attemptsUsed < campaign.retry.budget
        let numbers = numbers.map { number in
            let next = isCalling ? outlook(number, engine, now: now) : nil
            return CallExplanation.Number(
                number: number.number.description, mayBeCalledNow: next == now, nextAt: next,
                sentences: sentences(number, engine, now: now))
        }
        let next = numbers.compactMap(\.nextAt).min()
        return CallExplanation(
            subject: "contact \(id)", mayBeCalledNow: next == now, nextAt: next,
            sentences: [answer(next: next, clock, now: now)] + facts(clock, now: now) + history(clock),
            numbers: numbers)
    }

    private func answer(next: UTCTime?, _ clock: LocalClock, now: UTCTime) -> String {
        let who = "Contact \(id) of campaign “\(campaign.name)”, account \(account)"
        if let endedAt {
            let when = RuleReason.text(endedAt, clock)
            return "\(who), is not called any more: it ended on \(when) as \(state), because \(reason)."
        }
        if state == "leased" { return "\(who), is being called now." }
        if campaignState != "running" {
            return "\(who), is not called, because the campaign is \(campaignState)."
        }
        guard let next else { return "\(who), is not called, and waiting doesn't change that." }
        if next == now { return "\(who), may be called now, when a line is free." }
        return "\(who), is not called now, but from \(RuleReason.text(next, clock)) on if nothing else happens."
    }

    private func facts(_ clock: LocalClock, now: UTCTime) -> [String] {
        guard endedAt == nil else { return [] }
        var sentences = ["Its state: \(state), \(reason)."]
        if case .closed(let until) = campaign.window.verdict(at: now) {
            let opening = RuleReason.text(until, campaign.window.zone.map { LocalClock($0) } ?? clock)
            sentences.append("The campaign's hours are closed until \(opening).")
        }
        if retryAt > now {
            sentences.append("By the retry policy it rests until \(RuleReason.text(retryAt, clock)).")
        }
        if let heldBy { sentences.append("The rule “\(heldBy)” held it back when it was last looked at.") }
        let stages = campaign.stages.stages.count
        sentences.append(
            "\(attemptsUsed) of \(campaign.retry.budget) tries are used; "
                + "\(stagesHeard) of \(stages) \(stages == 1 ? "stage" : "stages") heard.")
        if let promisedUntil {
            sentences.append(
                "The customer promised to pay; until \(RuleReason.text(promisedUntil, clock)) nobody asks.")
        }
        if let claimedUntil, claimedUntil > now {
            let until = RuleReason.text(claimedUntil, clock)
            sentences.append("The customer says that it is paid; until \(until) nobody asks.")
        }
        return sentences
    }

    private func history(_ clock: LocalClock) -> [String] {
        if tries.isEmpty { return ["It was never called."] }
        return tries.map { $0.sentence(clock) }
    }

    private func sentences(_ number: Number, _ engine: RuleEngine, now: UTCTime) -> [String] {
        if number.isWrong { return ["The number is not in use or not theirs."] }
        guard let facts = number.facts else {
            return ["It was tried \(number.attemptsUsed) times, as often as a number of this campaign may be."]
        }
        let clock = facts.place.clocks[0]
        var sentences = engine.verdict(facts, at: now).explanation(by: clock)
        if facts.place.clocks.count > 1 {
            let zones = facts.place.clocks.map(\.identifier).joined(separator: ", ")
            sentences.append("It may be in any of these zones: \(zones).")
        }
        if number.retryAt > now {
            sentences.append("The number rests until \(RuleReason.text(number.retryAt, clock)) after its last try.")
        }
        return sentences
    }
}

extension ContactStanding.PastTry {
    func sentence(_ clock: LocalClock) -> String {
        let detail = detail.map { " (\($0))" } ?? ""
        return "Called on \(RuleReason.text(openedAt, clock)) at \(number): \(outcome ?? "still open")\(detail)."
    }
}
