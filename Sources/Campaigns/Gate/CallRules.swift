import Foundation
import GRDB
import Synchronization

/// The rules of a site, ready to judge its calls: the rule set, the holidays, and where numbers are.
///
/// Runs on: any thread. Holidays are read anew by `reload`; the rest stays as it was made.
package final class CallRules: Sendable {
    package let set: RuleSet
    /// Where numbers are by how they begin.
    let zones: ZoneTable
    /// Where somebody is of whom nothing says it.
    package let site: CallPlace
    /// Whose past calls a limit counts; nobody else's are read.
    let counted: Set<Limit.Subject>
    /// The holidays are nil until they were read.
    private let current: Mutex<(engine: RuleEngine, holidays: Set<Holiday>?)>

    package init(_ set: RuleSet, zones: ZoneTable = .empty, site: CallPlace) {
        self.set = set
        self.zones = zones
        self.site = site
        counted = Set(
            set.rules.compactMap { rule in if case .limit(let limit) = rule.demand { limit.subject } else { nil } })
        current = Mutex((RuleEngine(rules: set), nil))
    }

    /// What is demanded of every call, and do-not-call.
    package static let none = CallRules(
        RuleSet(name: "none", title: "None", rules: [Rule(name: "do-not-call", demand: .doNotCall)]),
        site: CallPlace(clock: LocalClock(.gmt))
    )

    package var engine: RuleEngine { current.withLock(\.engine) }

    /// How far back calls are looked at.
    func memory(at now: UTCTime) -> UTCTime { now + (.zero - set.memory) }

    /// Takes the holidays as they are in the database now.
    ///
    /// At the first time, for the rules themselves may be others than before the start, and whenever the holidays have
    /// changed, whoever waits because of a rule is looked at again. To be called at the start, and now and then.
    package func reload(from database: DialerDatabase) async throws {
        if try await readHolidays(from: database) { try await Self.lookAgain(database) }
    }

    /// Takes the holidays without changing anything, for those who only look; returns whether they have changed.
    package func readHolidays(from database: DialerDatabase) async throws -> Bool {
        let holidays = try await database.read { db in
            Set(try Row.fetchAll(db, sql: "SELECT * FROM holiday").compactMap(Holiday.init))
        }
        return current.withLock { current in
            guard current.holidays != holidays else { return false }
            current = (RuleEngine(rules: set, holidays: HolidayCalendar(holidays)), holidays)
            return true
        }
    }

    /// Lets the next lease ask the rules again about everybody who waits because of one.
    static func lookAgain(_ database: DialerDatabase) async throws {
        try await database.commit { db in
            try db.execute(
                sql: """
                    UPDATE contact SET dueAt = retryAt, heldBy = NULL
                    WHERE campaign IN (SELECT id FROM campaign) AND state = 'waiting' AND heldBy IS NOT NULL
                    """
            )
            try db.execute(
                sql: """
                    UPDATE callback SET heldUntil = NULL, heldBy = NULL, reason = 'to be looked at again'
                    WHERE state = 'waiting' AND heldBy IS NOT NULL
                    """
            )
        }
    }
}

extension Holiday {
    fileprivate init?(_ row: Row) {
        guard let day = CalendarDay(iso: row["day"]) else { return nil }
        let region: String = row["region"]
        let hours = (row["opens"] as Int?).flatMap { opens in (row["closes"] as Int?).map { opens..<$0 } }
        self.init(day: day, region: Region(region), name: row["name"], hours: hours)
    }
}

extension [RuleReason] {
    /// Why, for people.
    package var sentence: String { map(\.sentence).joined(separator: " ") }
}
