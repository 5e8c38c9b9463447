package import Foundation
import GRDB

/// What really happened in a simulation, kept apart from the books that are to be judged by it: `world.sqlite`.
///
/// The network's own log of INVITEs, who owed when, who was selected, and when the daemon died.
package final class WorldLog {
    private enum Line {
        case invite(attempt: Int64, number: String, at: Int64, until: Int64)
        case debt(account: String, from: Int64, until: Int64?)
        case selection(campaign: String, account: String, occasion: String, at: Int64)
        case crash(at: Int64)
    }

    private let queue: DatabaseQueue
    private var waiting: [Line] = []
    package private(set) var inviteCount = 0

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

    package func crash(at time: UTCTime) { waiting.append(.crash(at: time.milliseconds)) }

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
                case .crash(let at):
                    try db.cachedStatement(sql: "INSERT INTO crash VALUES (?)").execute(arguments: [at])
                }
            }
        }
    }
}
