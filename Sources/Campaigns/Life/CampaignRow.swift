import Foundation
import GRDB

/// A row of `campaign`.
struct CampaignRow {
    let id: Int64
    let definition: CampaignDefinition
    let life: CampaignLife
    let zone: TimeZone
    let startsAt: UTCTime?
    let endsAt: UTCTime?
    let selectedAt: UTCTime?
    let pilot: Int?
    let pilotApprovedAt: UTCTime?

    init(_ row: Row) throws {
        func time(_ column: String) -> UTCTime? { (row[column] as Int64?).map(UTCTime.init(milliseconds:)) }
        id = row["id"]
        definition = try CampaignDefinition(stored: row["definition"])
        life = CampaignLife(CampaignLife.State(rawValue: row["state"]) ?? .finished)
        zone = TimeZone(identifier: row["zone"]) ?? .gmt
        (startsAt, endsAt) = (time("startsAt"), time("endsAt"))
        selectedAt = time("selectedAt")
        (pilot, pilotApprovedAt) = (row["pilot"], time("pilotApprovedAt"))
    }

    static func find(_ name: String, _ db: Database) throws -> CampaignRow? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM campaign WHERE name = ?")
        return try Row.fetchOne(statement, arguments: [name]).map(CampaignRow.init)
    }

    /// Throws: `notFound`.
    static func named(_ name: String, _ db: Database) throws -> CampaignRow {
        guard let row = try find(name, db) else { throw ContactBook.noCampaign(name) }
        return row
    }

    /// When its contacts are to be selected again by its schedule; nil where it has none, or isn't to call anybody yet.
    var nextSelection: UTCTime? {
        guard [.scheduled, .running, .paused].contains(life.state) else { return nil }
        return definition.source.schedule?.next(after: selectedAt, in: zone)
    }

    /// Whether who is leased now belongs to the pilot.
    var isInPilot: Bool { pilot != nil && pilotApprovedAt == nil }

    /// How many contacts the pilot still takes; nil where there is none, or no more.
    func roomInPilot(_ db: Database) throws -> Int? {
        guard isInPilot, let pilot else { return nil }
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM contact WHERE campaign = ? AND isPilot = 1")
        return max(0, pilot - (try Int.fetchOne(statement, arguments: [id]) ?? 0))
    }

    /// Whether somebody waits whom only the approval of the pilot lets be called.
    func holdsSomebodyBack(_ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM contact WHERE campaign = ? AND state = 'waiting' AND isPilot = 0)"
        )
        guard try roomInPilot(db) == 0 else { return false }
        return try Bool.fetchOne(statement, arguments: [id]) ?? false
    }

    /// The subject of its events.
    var subject: String { Self.subject(definition.name) }

    static func subject(_ name: String) -> String { "campaign \(name)" }
}
