import Campaigns
import Foundation

/// What becomes of one simulated call, decided when its INVITE leaves.
struct CallStory {
    let outcome: AttemptOutcome
    /// Of the ringing; nil where nothing rang.
    private var ringing: Duration?
    private let talk: Duration
    private let announcement = Duration.seconds(25)
    private let heard: Duration
    private let isMachine: Bool
    private let hangsUp: Bool
    /// The one thing that the person asks for.
    let key: AnnouncementKey?

    /// From the INVITE to the ringing.
    static let setup = Duration.seconds(2)

    init(
        _ call: BegunCall, _ scenario: Scenario, _ population: SimulatedPopulation, at now: UTCTime,
        _ random: inout SplitMix64
    ) {
        let calls = scenario.calls
        let place = population.index(of: call.lease.account).map { scenario.places[population.people[$0].place] }
        let number = SplitMix64.mixed(scenario.seed, call.attempt.number.text)
        let hour = LocalClock(place?.zone ?? scenario.zone).hour(at: now)
        var outcome = AttemptOutcome.noAnswer
        var ownNumber = SplitMix64(seed: number)
        if calls.wrongNumber.happens(&ownNumber) {
            outcome = .wrongNumber
        } else if calls.trunkTrouble.happens(&random) {
            outcome = .trunkTrouble
        } else if calls.congestion.happens(&random) {
            outcome = .congestion
        } else if calls.busy.happens(&random) {
            outcome = .busy
        } else if calls.unreachable.happens(&random) {
            outcome = .unreachable
        } else if calls.answers[hour].happens(&random) {
            outcome = .answered
        } else if calls.rejected.happens(&random) {
            outcome = .rejected
        }
        self.outcome = outcome
        guard outcome == .answered else {
            (key, talk, heard, isMachine, hangsUp) = (nil, .zero, .zero, false, false)
            ringing =
                switch outcome {
                case .noAnswer: call.lease.campaign.ringing
                case .rejected: .seconds(6)
                default: nil
                }
            return
        }
        ringing = .seconds(Int.random(in: 3...20, using: &random))
        isMachine = calls.machine.happens(&random)
        hangsUp = !isMachine && calls.hangsUp.happens(&random)
        var key: AnnouncementKey?
        if !isMachine, !hangsUp {
            for choice in call.lease.campaign.keys where key == nil {
                if calls.keys[choice]?.happens(&random) ?? false { key = choice }
            }
        }
        self.key = key
        heard = hangsUp ? .seconds(Int.random(in: 1...20, using: &random)) : announcement
        talk = hangsUp ? heard : announcement + .seconds(Int.random(in: 5...25, using: &random))
    }

    /// Until the answer, or to the end of a call that isn't answered; nil where nothing rings.
    var rings: Duration? { ringing }

    /// Answers in the middle of a second: those on the second meet each tick of the pacing.
    mutating func answerBetweenTicks(_ random: inout SplitMix64) {
        guard outcome == .answered, let whole = ringing else { return }
        ringing = whole + .milliseconds(Int.random(in: 1...999, using: &random))
    }

    /// What comes of it where the person talks to an agent of `group` instead of hearing an announcement.
    func talk(in group: Scenario.Agents.Group?, _ random: inout SplitMix64) -> AgentTalk {
        if isMachine { return AgentTalk(length: .seconds(Int.random(in: 6...12, using: &random)), word: .machine) }
        guard let group, !hangsUp else { return AgentTalk(length: heard, word: nil) }
        var draws = Draws(random)
        let spread = Double(group.talkSpread) / 100
        let length = (group.talk / .seconds(1)) * exp(spread * draws.normal() - spread * spread / 2)
        return AgentTalk(length: .milliseconds(Int64(max(2, length) * 1_000)), word: key.map { .key($0) })
    }

    /// From the INVITE to the key, or as far as it goes where none is pressed.
    var untilWish: Duration { key == nil ? .zero : Self.setup + (ringing ?? .zero) + announcement }

    /// From the INVITE to the end.
    var length: Duration { Self.setup + (ringing ?? .zero) + talk }

    func result(sentAt: UTCTime, keys: String, language: CustomerLanguage, notice: DunningStages.Notice)
        -> AttemptResult
    {
        var result = AttemptResult(outcome: outcome)
        result.inviteSentAt = sentAt
        result.ringingAt = ringing.map { _ in sentAt + Self.setup }
        result.endedAt = sentAt + length
        result.sipStatus = Self.statuses[outcome]
        guard outcome == .answered else { return result }
        result.answeredAt = sentAt + Self.setup + (ringing ?? .zero)
        // A key proves a person; without one it may have been a machine that listened.
        result.answeredBy = keys.isEmpty ? .unknown : .person
        result.keysPressed = keys
        result.announcement = AttemptResult.Announcement(
            id: notice.rawValue, language: language, total: announcement, heard: heard)
        return result
    }

    /// Of a call that was to lead to an agent.
    func result(
        of record: CallFlowRecord, givenUp: Bool, sentAt: UTCTime, endedAt: UTCTime
    ) -> AttemptResult {
        let outcome = givenUp ? .cancelled : outcome
        var result = outcome == .answered ? AttemptResult(record) : AttemptResult(outcome: outcome)
        result.inviteSentAt = sentAt
        result.ringingAt = ringing.map { _ in sentAt + Self.setup }
        result.answeredAt = outcome == .answered ? sentAt + Self.setup + (ringing ?? .zero) : nil
        result.endedAt = endedAt
        result.sipStatus = Self.statuses[outcome]
        return result
    }

    private static let statuses: [AttemptOutcome: Int] = [
        .answered: 200, .busy: 486, .noAnswer: 487, .rejected: 603, .wrongNumber: 404, .unreachable: 480,
        .congestion: 503, .trunkTrouble: 500, .cancelled: 487,
    ]
}

/// What a person does who has an agent.
struct AgentTalk: Sendable {
    enum Word: Sendable {
        /// It is no person.
        case machine
        /// She says what others say by this key.
        case key(AnnouncementKey)
    }

    let length: Duration
    /// What the agent will have to say of it.
    let word: Word?
}

extension SplitMix64 {
    /// The same number for the same text in every process, which a `Hasher` isn't.
    ///
    /// Standard: FNV-1a.
    static func mixed(_ seed: UInt64, _ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
