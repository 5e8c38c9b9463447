import Campaigns
import Foundation
import GRDB
import PhoneNetwork
import Testing

@testable import Dialer

extension DialerBench {
    /// Whom agents choose themselves to call; runs until the test is over.
    func withWork(_ body: (AgentWork) async throws -> Void) async throws {
        let floor = try #require(office.agents)
        let work = AgentWork(office: office, floor: floor, callbacks: callbacks, logger: logs.logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await work.run() }
            try await body(work)
            tasks.cancelAll()
        }
    }

    func contact(of customer: Customer) async throws -> Int64 {
        let queue = try DatabaseQueue(path: databaseFile.path)
        let id = try await queue.read { db in
            try Int64.fetchOne(
                db, sql: "SELECT contact FROM contactNumber WHERE number = ?", arguments: [customer.e164])
        }
        return try #require(id)
    }

    /// As if so many had answered the campaign's calls today, so many of them to nobody.
    func tally(answers: Int, abandoned: Int, campaign: String) async throws {
        let quarter = UTCTime.now.milliseconds / 900_000 * 900_000
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: databaseFile.path, configuration: configuration)
        try await queue.write { db in
            for (attempts, isAbandoned) in [(answers - abandoned, 0), (abandoned, 1)] {
                try db.execute(
                    sql: """
                        INSERT INTO attemptTally (campaign, quarter, kind, outcome, answeredBy, wasPlayedToEnd, isAbandoned,
                            attempts, rang, reached)
                        VALUES ((SELECT id FROM campaign WHERE name = ?), ?, 'contact', 'answered', 'person', 0, ?, ?, 0, 0)
                        """,
                    arguments: [campaign, quarter, isAbandoned, attempts])
            }
        }
    }
}
