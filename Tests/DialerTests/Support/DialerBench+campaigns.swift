import Campaigns
import Foundation
import GRDB
import PhoneNetwork
import Testing

@testable import Dialer

extension DialerBench {
    func load(_ campaign: CampaignDefinition) async throws {
        let selection = try await office.billing.select(campaign.source, today: today)
        #expect(selection.refused.isEmpty)
        _ = try await office.books.contacts.load(campaign, selection.debtors, now: .now)
    }

    func start(_ campaign: CampaignDefinition) async throws {
        try await load(campaign)
        try await office.books.contacts.start(campaign.name)
    }

    func finished(_ campaign: String) async throws {
        let reports = ReportBook(database: office.database)
        try await until("the campaign's end", limit: .seconds(80)) {
            try await reports.campaigns().first { $0.campaign == campaign }.flatMap {
                $0.state == "finished" ? () : nil
            }
        }
    }

    /// Until nobody is to be called within the next hour.
    func settled() async throws {
        let queue = try DatabaseQueue(path: databaseFile.path)
        try await until("the last call", limit: .seconds(80)) {
            let open = try await queue.read { db in
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM contact WHERE endedAt IS NULL AND (state = 'leased' OR dueAt < ?)",
                    arguments: [UTCTime.now.milliseconds + 3_600_000])
            }
            return open == 0 ? () : nil
        }
    }

    /// How a contact stands, read as another process reads it.
    func state(of customer: Customer) async throws -> String { try await column("state", of: customer) }
    func reason(of customer: Customer) async throws -> String { try await column("reason", of: customer) }

    func dueAt(of customer: Customer) async throws -> UTCTime {
        UTCTime(milliseconds: Int64(try await column("dueAt", of: customer)) ?? 0)
    }

    private func column(_ name: String, of customer: Customer) async throws -> String {
        let queue = try DatabaseQueue(path: databaseFile.path)
        return try await queue.read { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT CAST(\(name) AS TEXT) FROM contact
                    WHERE id = (SELECT contact FROM contactNumber WHERE number = ?)
                    """,
                arguments: [customer.e164])
                ?? ""
        }
    }

    /// The billing system writes a new file, in which this customer has paid everything, and renames it into place.
    func pay(_ place: Int) throws {
        let fresh = folder.appending(path: "billing.fresh")
        try FileManager.default.copyItem(at: billingFile, to: fresh)
        let queue = try DatabaseQueue(path: fresh.path)
        try queue.write { db in
            try db.execute(
                sql: "UPDATE bill_made SET paid_fen = total_fen WHERE account = ?",
                arguments: [SampleBilling.account(place)])
        }
        try queue.close()
        guard rename(fresh.path, billingFile.path) == 0 else { throw Missed("the rename of the billing file") }
    }

    struct SeenRow: Sendable {
        let isOpenOnDisk: Bool
        let openedAt: Int64
        let invitedAt: Int64
    }

    /// Looks every attempt up, from a connection of its own, at the moment when its INVITE has come to the exchange.
    func rowsSeenAtInvite(until count: Int) async throws -> [SeenRow] {
        let entries = exchange.log.entries()
        let reader = try DatabaseQueue(path: databaseFile.path)
        return try await within(.seconds(80), "the INVITEs") {
            var seen: [Int64: SeenRow] = [:]
            for await entry in entries {
                guard case .invited = entry.event, let attempt = entry.attempt, seen[attempt] == nil else { continue }
                let row = try reader.read { db in
                    try Row.fetchOne(
                        db, sql: "SELECT openedAt, finishedAt FROM attempt WHERE id = ?", arguments: [attempt])
                }
                seen[attempt] = SeenRow(
                    isOpenOnDisk: row.map { ($0["finishedAt"] as Int64?) == nil } ?? false,
                    openedAt: row?["openedAt"] ?? .max, invitedAt: entry.time)
                if seen.count >= count { break }
            }
            return Array(seen.values)
        }
    }
}

func campaign(
    _ name: String = "arrears", lines: Int, tries: Int = 2, ringing: Duration = .seconds(2),
    agents: CampaignDefinition.Agents? = nil
) -> CampaignDefinition {
    let rule = RetryPolicy.Rule(wait: .milliseconds(100), limit: tries)
    return CampaignDefinition(
        name: name, title: "Arrears", source: .init(kind: .arrearsPostpaid),
        window: .always(in: DialerBench.zone),
        retry: RetryPolicy(
            budget: tries,
            rules: [.busy: rule, .noAnswer: rule, .congestion: rule, .notHeard: rule, .trunkTrouble: rule]),
        lines: lines, callerID: "02110000", ringing: ringing, agents: agents)
}
