package import Foundation

/// A day of a call centre as it is simulated: its people, its lines, and how calls go.
///
/// Keys and their meaning are those of protocol 1's scenarios; a file names only what differs from the usual day. Units:
/// seconds, and shares of 1.
package struct DayPlan: Hashable, Codable, Sendable {
    package var agents = 32
    package var lines = 90
    package var duration = 28_800.0
    package var tick = 1.0
    package var maxAbandonment = 0.03
    package var answerWait = 2.0

    /// The share of calls that reach a person, its wave over the day, and from when on it is multiplied.
    package var answerRate = 0.3
    package var answerRateWave = 0.0
    package var wavePeriod = 14_400.0
    package var steps: [[Double]] = []
    /// How different contacts are: standard deviation of the logarithm of their odds.
    package var contactSpread = 0.0
    /// How much of that spread is known before a call.
    package var contactsKnown = 0.0
    /// What is known is made of traits that can be seen; the seed of how they tell who answers.
    package var contactTraits: UInt64?
    /// Of the calls that reach no person: machines, and those that ring out; the rest fails at once.
    package var machine = 0.4
    package var noAnswer = 0.45
    package var setup = [1.0, 3.0]
    package var ringing = 9.0
    package var ringingSpread = 0.5
    package var ringingMost = 25.0
    /// From dialling until it is given up, at least and at most; no key of protocol 1.
    package var ringsOut = [25.0, 30.0]

    package var detectsMachines = true
    package var detection = 2.5
    /// Persons taken for machines, and machines taken for persons.
    package var personsLost = 0.03
    package var machinesPassed = 0.03

    package var talk = 120.0
    package var talkSpread = 0.83
    /// How many hang up soon, and after how long.
    package var refusals = 0.0
    package var refusal = 10.0
    /// The mean talk at the end of the day beside the one at its beginning.
    package var talkDrift = 1.0
    package var wrapUp = 20.0
    package var wrapUpLeast = 0.0
    /// Wrap-up ends by itself after so long; the pacing knows it.
    package var wrapUpLimit: Double?
    /// How many talks agents announce the end of, and how long before.
    package var announced = 0.0
    package var announcedBefore = 15.0

    package var loginsOver = 600.0
    package var logoutsOver = 600.0
    /// Each a time, how much it varies, and how long it is.
    package var breaks = [[7_200.0, 1_800, 900], [14_400, 2_700, 1_800], [21_600, 1_800, 900]]
    package var shortBreaks = 2
    /// Whether a free agent stays as long as a call rings for him; no key of protocol 1.
    package var keepsReserved = false
    /// Agents who leave together: a time, for how long, and which share of them.
    package var leaving: [[Double]] = []

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case agents, lines, duration, tick, setup, machine, breaks
        case maxAbandonment = "max_abandon"
        case answerWait = "answer_wait"
        case answerRate = "p"
        case answerRateWave = "p_amp"
        case wavePeriod = "p_period"
        case steps = "p_steps"
        case contactSpread = "contact_spread"
        case contactsKnown = "contacts_known"
        case contactTraits = "contact_traits"
        case noAnswer = "noanswer"
        case ringing = "ring_mean"
        case ringingSpread = "ring_sigma"
        case ringingMost = "ring_cap"
        case detectsMachines = "amd"
        case detection = "amd_delay"
        case personsLost = "amd_fp"
        case machinesPassed = "amd_fn"
        case talk = "talk_mean"
        case talkSpread = "talk_sigma"
        case refusals = "talk_short"
        case refusal = "talk_short_mean"
        case talkDrift = "talk_drift"
        case wrapUp = "wrap_mean"
        case wrapUpLeast = "wrap_fixed"
        case wrapUpLimit = "wrap_limit"
        case announced
        case announcedBefore = "announced_before"
        case loginsOver = "login_spread"
        case logoutsOver = "logout_spread"
        case shortBreaks = "short_breaks"
        case leaving = "blocks"
    }
}

extension DayPlan {
    /// From JSON that names what differs from the usual day.
    package init(overrides json: Data) throws {
        let usual = try JSONSerialization.jsonObject(with: JSONEncoder().encode(DayPlan())) as? [String: Any] ?? [:]
        let overrides = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
        let all = try JSONSerialization.data(withJSONObject: usual.merging(overrides) { $1 })
        self = try JSONDecoder().decode(DayPlan.self, from: all)
    }
}
