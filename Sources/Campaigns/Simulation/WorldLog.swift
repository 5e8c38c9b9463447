package import Foundation
import GRDB

/// What really happened in a simulation, kept apart from the books that are to be judged by it: `world.sqlite`.
///
/// The network's own log of INVITEs, who owed when, who was selected, whom people who answered met, when agents were at
/// work, and when the daemon died. Runs on: the simulation's thread alone; hence unchecked.
package final class WorldLog: @unchecked Sendable {
    private enum Line {
        case invite(attempt: Int64, number: String, at: Int64, until: Int64)
        case debt(account: String, from: Int64, until: Int64?)
        case selection(campaign: String, account: String, occasion: String, at: Int64)
        case meeting(attempt: Int64, agent: AgentNumber?, from: Int64, until: Int64)
        case shift(AgentNumber, from: Int64, until: Int64)
        case crash(at: Int64)
    }

    private let queue: DatabaseQueue
    private var waiting: [Line] = []
    package private(set) var inviteCount = 0
    /// Calls whose end isn't known when they begin.
    private var open: [Int64: (number: String, at: UTCTime)] = [:]
    /// Since when agents are at work who are so now.
    private var atWork: [AgentNumber: UTCTime] = [:]
    /// How long each agent has been at work before.
    package private(set) var timeAtWork: [AgentNumber: Duration] = [:]

    package init(file: URL) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE invite (attempt INTEGER, number TEXT, at INTEGER, until INTEGER) STRICT;
                    CREATE TABLE debt (account TEXT, began INTEGER, ended INTEGER) STRICT;
                    CREATE TABLE selection (campaign TEXT, account TEXT, occasion TEXT, at INTEGER) STRICT;
                    CREATE TABLE meeting (attempt INTEGER, agent TEXT, began INTEGER, ended INTEGER) STRICT;
                    CREATE TABLE shift (agent TEXT, began INTEGER, ended INTEGER) STRICT;
                    CREATE TABLE crash (at INTEGER) STRICT;
                    """)
        }
    }

    /// An INVITE came in; the call is over at `until` if nobody ends it before.
    package func invite(_ attempt: Attempt, at time: UTCTime, until: UTCTime) {
        inviteCount += 1
        waiting.append(
            .invite(
                attempt: attempt.id, number: attempt.number.text, at: time.milliseconds, until: until.milliseconds))
    }

    /// An INVITE came in; `hungUp` follows.
    package func invite(_ attempt: Attempt, at time: UTCTime) {
        inviteCount += 1
        open[attempt.id] = (attempt.number.text, time)
    }

    package func hungUp(_ attempt: Int64, at time: UTCTime) {
        guard let call = open.removeValue(forKey: attempt) else { return }
        waiting.append(
            .invite(
                attempt: attempt, number: call.number, at: call.at.milliseconds, until: time.milliseconds))
    }

    /// Who answered was with an agent for this time, or with nobody.
    package func met(_ agent: AgentNumber?, in attempt: Attempt, from start: UTCTime, until end: UTCTime) {
        waiting.append(
            .meeting(attempt: attempt.id, agent: agent, from: start.milliseconds, until: end.milliseconds))
    }

    package var isAnybodyAtWork: Bool { !atWork.isEmpty }

    package func comesToWork(_ agent: AgentNumber, at time: UTCTime) { atWork[agent] = time }

    package func leavesWork(_ agent: AgentNumber, at time: UTCTime) {
        guard let since = atWork.removeValue(forKey: agent) else { return }
        timeAtWork[agent, default: .zero] += .milliseconds(time.milliseconds - since.milliseconds)
        waiting.append(.shift(agent, from: since.milliseconds, until: time.milliseconds))
    }

    func debt(_ account: String, from time: UTCTime, until: UTCTime?) throws {
        waiting.append(.debt(account: account, from: time.milliseconds, until: until?.milliseconds))
    }

    package func selected(_ debtors: [Debtor], for campaign: String, at time: UTCTime) {
        for debtor in debtors {
            waiting.append(
                .selection(
                    campaign: campaign, account: debtor.due.account, occasion: debtor.due.occasion,
                    at: time.milliseconds))
        }
    }

    /// Ends all calls, and everybody's work.
    package func crash(at time: UTCTime) {
        for attempt in open.keys.sorted() { hungUp(attempt, at: time) }
        for agent in atWork.keys.sorted() { leavesWork(agent, at: time) }
        waiting.append(.crash(at: time.milliseconds))
    }

    /// Writes what has come together.
    package func flush() throws {
        let lines = waiting
        waiting = []
        try queue.write { db in
            for line in lines {
                switch line {
                case .invite(let attempt, let number, let at, let until):
                    try db.cachedStatement(sql: "INSERT INTO invite VALUES (?, ?, ?, ?)")
                        .execute(arguments: [attempt, number, at, until])
                case .debt(let account, let from, let until):
                    try db.cachedStatement(sql: "INSERT INTO debt VALUES (?, ?, ?)")
                        .execute(arguments: [account, from, until])
                case .selection(let campaign, let account, let occasion, let at):
                    try db.cachedStatement(sql: "INSERT INTO selection VALUES (?, ?, ?, ?)")
                        .execute(arguments: [campaign, account, occasion, at])
                case .meeting(let attempt, let agent, let from, let until):
                    try db.cachedStatement(sql: "INSERT INTO meeting VALUES (?, ?, ?, ?)")
                        .execute(arguments: [attempt, agent?.text, from, until])
                case .shift(let agent, let from, let until):
                    try db.cachedStatement(sql: "INSERT INTO shift VALUES (?, ?, ?)")
                        .execute(arguments: [agent.text, from, until])
                case .crash(let at):
                    try db.cachedStatement(sql: "INSERT INTO crash VALUES (?)").execute(arguments: [at])
                }
            }
        }
    }
}
