package import Foundation
import GRDB

/// What calls to contacts came to, as far as it tells what the next ones will.
///
/// Calls that failed by our own or the network's trouble don't count.
package struct CallExperience: Hashable, Sendable {
    package struct Hour: Hashable, Sendable {
        package fileprivate(set) var calls = 0
        package fileprivate(set) var answered = 0
    }

    /// By the hour of the day, 0 to 23.
    package private(set) var hours = [Hour](repeating: Hour(), count: 24)
    package private(set) var outcomes: [AttemptOutcome: Int] = [:]

    package var calls: Int { outcomes.values.reduce(0, +) }
    package var answered: Int { outcomes[.answered] ?? 0 }

    package init() {}

    package mutating func add(_ count: Int, _ outcome: AttemptOutcome, hour: Int) {
        guard outcome.countsAgainstBudget else { return }
        outcomes[outcome, default: 0] += count
        hours[hour].calls += count
        if outcome == .answered { hours[hour].answered += count }
    }
}

/// How long agents talked to contacts, and how long they wrote afterwards.
package struct TalkExperience: Hashable, Sendable {
    package private(set) var talks = 0
    package private(set) var wrapUps = 0
    /// Units: seconds.
    package private(set) var meanTalk = 0.0
    package private(set) var meanWrapUp = 0.0
    /// Of talks: standard deviation of the logarithm.
    package private(set) var spread = 0.0

    package init() {}

    /// Units: seconds.
    package init(talks: [Double], wrapUps: [Double]) {
        (self.talks, self.wrapUps) = (talks.count, wrapUps.count)
        (meanTalk, meanWrapUp) = (Self.mean(talks), Self.mean(wrapUps))
        let logarithms = talks.map { log(max(1, $0)) }
        let middle = Self.mean(logarithms)
        spread = Self.mean(logarithms.map { ($0 - middle) * ($0 - middle) }).squareRoot()
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
}

extension ReportBook {
    /// From the tallies.
    ///
    /// - Parameters:
    ///   - campaign: nil for all campaigns; nothing is known of one that was never started.
    ///   - zone: by whose clock hours are counted.
    package func calls(of campaign: String?, zone: TimeZone) async throws -> CallExperience {
        let clock = LocalClock(zone)
        return try await database.read { db in
            var experience = CallExperience()
            let rows = try Row.fetchCursor(db, sql: Self.experienceSQL, arguments: ["campaign": campaign])
            while let row = try rows.next() {
                guard let outcome = AttemptOutcome(rawValue: row[1]) else { continue }
                experience.add(row[2], outcome, hour: clock.hour(at: UTCTime(milliseconds: row[0])))
            }
            return experience
        }
    }

    /// From what the latest spans of agents say.
    ///
    /// - Parameter campaign: nil for all campaigns.
    package func talks(of campaign: String?) async throws -> TalkExperience {
        try await database.read { db in
            var (talks, wrapUps): ([Double], [Double]) = ([], [])
            let rows = try Row.fetchCursor(db, sql: Self.talkSQL, arguments: ["campaign": campaign])
            while let row = try rows.next() {
                let seconds: Double = row[1] / 1_000
                if row[0] == AgentSpan.Activity.talking.rawValue {
                    talks.append(seconds)
                } else {
                    wrapUps.append(seconds)
                }
            }
            return TalkExperience(talks: talks, wrapUps: wrapUps)
        }
    }

    private static let experienceSQL = """
        SELECT quarter, outcome, sum(attempts) FROM attemptTally
        WHERE kind = 'contact' AND campaign > 0
            AND (:campaign IS NULL OR campaign = (SELECT id FROM campaign WHERE name = :campaign))
        GROUP BY quarter, outcome
        """

    /// A talk is in several spans where the agent's presence changed in it.
    private static let talkSQL = """
        SELECT activity, CAST(sum(agentSpan.endedAt - agentSpan.startedAt) AS REAL) FROM agentSpan
        JOIN attempt ON agentSpan.customer = 'attempt ' || attempt.id
        JOIN contact ON contact.id = attempt.contact
        JOIN campaign ON campaign.id = contact.campaign
        WHERE attempt.id > (SELECT coalesce(max(id), 0) - 50000 FROM attempt)
            AND activity IN ('talking', 'wrapUp') AND agentSpan.endedAt IS NOT NULL
            AND (:campaign IS NULL OR campaign.name = :campaign)
        GROUP BY agentSpan.customer, agentSpan.agent, activity
        """
}
