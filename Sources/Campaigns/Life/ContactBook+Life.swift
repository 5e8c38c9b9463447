import Foundation
import GRDB

extension ContactBook {
    /// Says that the campaign was looked at and is right.
    package func validate(_ campaign: String, by who: String = "dialerd", now: UTCTime = .now) async throws {
        try await step(campaign, by: who, now: now, .validate)
    }

    /// Lets the campaign ring people, from any state before its end; whoever starts a draft has looked at it.
    ///
    /// Throws: `notFound`, `campaignState`; so do the others.
    package func start(_ campaign: String, by who: String = "dialerd", now: UTCTime = .now) async throws {
        try await step(campaign, by: who, now: now, .validate, .start)
    }

    /// No new leases; calls that are up go on.
    package func pause(_ campaign: String, by who: String = "dialerd", now: UTCTime = .now) async throws {
        try await step(campaign, by: who, now: now, .pause)
    }

    /// Goes on after a pause.
    package func resume(_ campaign: String, by who: String = "dialerd", now: UTCTime = .now) async throws {
        try await step(campaign, by: who, now: now, .resume)
    }

    /// Lets the campaign start at `start`, and end at `end` where one is given; whoever schedules a draft has looked at it.
    package func schedule(
        _ campaign: String,
        at start: UTCTime,
        until end: UTCTime? = nil,
        by who: String = "dialerd",
        now: UTCTime
    ) async throws {
        if let end, end <= max(start, now) {
            throw CampaignsError(.invalidRequest, "A campaign must end later than it starts, and later than now.")
        }
        try await database.commit { db in
            var row = try step(db, try CampaignRow.named(campaign, db), .validate, by: who, now: now)
            // The time first: the schema refuses a schedule without it.
            try db.execute(
                sql: "UPDATE campaign SET startsAt = ?, endsAt = coalesce(?, endsAt) WHERE id = ?",
                arguments: [start.milliseconds, end?.milliseconds, row.id]
            )
            let zone = row.zone
            let times = ["from \(start.words(in: zone))"] + (end.map { ["until \($0.words(in: zone))"] } ?? [])
            row = try step(db, row, .schedule, by: who, detail: times.joined(separator: " "), now: now)
        }
    }

    /// Ends the campaign for good: who waits is withdrawn at once, and who is being called when that call is over.
    ///
    /// Returns how many were withdrawn now. Throws: `notFound`.
    package func stop(_ campaign: String, by who: String = "dialerd", now: UTCTime) async throws -> Int {
        try await database.commit { db in
            let row = try step(db, try CampaignRow.named(campaign, db), .stop, by: who, now: now)
            return try ContactRecords.withdrawWaiting(db, campaign: row.id, now: now)
        }
    }

    /// Finishes the campaign where everybody is done; false where it isn't so any more, as after a pause.
    ///
    /// One that has an end goes on until then, for new contacts may come; so does one whose contacts are selected again.
    package func complete(_ campaign: String, now: UTCTime) async throws -> Bool {
        try await database.commit { db in
            let row = try CampaignRow.named(campaign, db)
            let isAnybodyLeft = try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM contact WHERE campaign = ? AND state IN ('waiting', 'leased'))",
                arguments: [row.id]
            )
            guard case .to = row.life.after(.complete), row.endsAt == nil, row.definition.source.schedule == nil,
                isAnybodyLeft == false
            else { return false }
            _ = try step(db, row, .complete, by: "dialerd", now: now)
            return true
        }
    }

    /// Lets the rest of the campaign be called after its pilot.
    ///
    /// Throws: `campaignState` where nothing is to be approved.
    package func approve(_ campaign: String, by who: String, now: UTCTime) async throws {
        try await database.commit { db in
            let row = try CampaignRow.named(campaign, db)
            let refusal: String? =
                if row.life.state == .finished {
                    "It is finished, and nothing brings it back."
                } else if row.pilot == nil { "It has no pilot; “pilot” in its file asks for one." } else { nil }
            if let refusal { throw CampaignsError(.campaignState, "Campaign “\(campaign)”: \(refusal)") }
            guard row.pilotApprovedAt == nil else { return }
            try db.execute(
                sql: "UPDATE campaign SET pilotApprovedAt = ? WHERE id = ?", arguments: [now.milliseconds, row.id]
            )
            try database.events.write(db, who: who, what: "approved", subject: row.subject, now: now)
        }
    }

    /// Starts the campaigns whose time has come, and ends those whose end has; returns their names.
    package func keepTimes(now: UTCTime) async throws -> [String] {
        let due = try await database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM campaign WHERE \(Self.isTime)", arguments: ["now": now.milliseconds]
            )
            .map { $0["name"] as String }
        }
        if due.isEmpty { return [] }
        return try await database.commit { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM campaign WHERE \(Self.isTime)", arguments: ["now": now.milliseconds]
            )
            return try rows.map(CampaignRow.init).map { row in
                let isOver = row.endsAt.map { $0 <= now } ?? false
                _ = try step(db, row, isOver ? .end : .start, by: "dialerd", detail: "by its time", now: now)
                if isOver { _ = try ContactRecords.withdrawWaiting(db, campaign: row.id, now: now) }
                return row.definition.name
            }
        }
    }

    private static let isTime = """
        (state = 'scheduled' AND startsAt <= :now) OR (state IN ('scheduled', 'running', 'paused') AND endsAt <= :now)
        """

    private func step(
        _ campaign: String, by who: String, now: UTCTime, _ events: CampaignLife.Event...
    ) async throws {
        try await database.commit { db in
            var row = try CampaignRow.named(campaign, db)
            for event in events { row = try step(db, row, event, by: who, now: now) }
        }
    }

    private func step(
        _ db: Database,
        _ row: CampaignRow,
        _ event: CampaignLife.Event,
        by who: String,
        detail: String? = nil,
        now: UTCTime
    ) throws -> CampaignRow {
        switch row.life.after(event) {
        case .already: return row
        case .refused(let reason):
            throw CampaignsError(.campaignState, "Campaign “\(row.definition.name)”: \(reason)")
        case .to(let state):
            try db.execute(
                sql: "UPDATE campaign SET state = ? WHERE id = ?", arguments: [state.rawValue, row.id]
            )
            try database.events.write(db, who: who, what: event.past, subject: row.subject, detail: detail, now: now)
            return try CampaignRow.named(row.definition.name, db)
        }
    }
}

extension CampaignLife.Event {
    /// As the history says that it happened.
    var past: String {
        switch self {
        case .validate: "validated"
        case .schedule: "scheduled"
        case .start: "started"
        case .pause: "paused"
        case .resume: "resumed"
        case .complete: "completed"
        case .end: "ended"
        case .stop: "stopped"
        }
    }
}
