import Foundation
import GRDB
import Testing

/// A breach that a sound engine never makes, written into its records by hand.
struct PlantedFault: Sendable, CustomTestStringConvertible {
    /// As the auditor calls it.
    let code: String
    let about: String
    /// Which file: `dialer` or `world`.
    var file = "dialer"
    let sql: String

    var testDescription: String { "\(code): \(about)" }

    /// With every guard of the schema out of the way.
    func plant(in folder: URL) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: folder.appending(path: "\(file).sqlite").path, configuration: configuration)
        try queue.write { db in
            for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(sql: sql)
            guard db.totalChangesCount > 0 else { throw PlantError(about: about) }
        }
        try queue.close()
    }

    private struct PlantError: Error { let about: String }

    private static let answered = "(SELECT min(id) FROM attempt WHERE outcome = 'answered')"

    /// A second attempt of the same contact, some time after one of its attempts.
    private static func again(after id: String, milliseconds: Int, set: [String: String] = [:]) -> String {
        let columns = [
            "token", "kind", "contact", "number", "person", "account", "purpose", "stage", "trunk", "lease", "openedAt",
            "ringingAt", "endedAt", "finishedAt", "outcome", "answeredBy",
        ]
        let times = ["openedAt", "ringingAt", "endedAt", "finishedAt"]
        let values = columns.map { column in
            if let value = set[column] { return value }
            if column == "token" { return "hex(randomblob(16))" }
            return times.contains(column) ? "\(column) + \(milliseconds)" : column
        }
        return """
            INSERT INTO attempt (\(columns.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", ")) FROM attempt WHERE id = \(id);
            """
    }

    static let all: [PlantedFault] = [
        PlantedFault(
            code: "hours", about: "a call at three in the morning in New York",
            sql: """
                UPDATE attempt SET openedAt = unixepoch('2027-03-16 07:00:00') * 1000
                WHERE id = (SELECT min(id) FROM attempt WHERE number LIKE '+1212%')
                """),
        PlantedFault(
            code: "hours", about: "a call at half past seven in the first morning of summer time in Los Angeles",
            sql: """
                UPDATE attempt SET openedAt = unixepoch('2027-03-14 14:30:00') * 1000
                WHERE id = (SELECT min(id) FROM attempt WHERE number LIKE '+1213%')
                """),
        PlantedFault(
            code: "holiday", about: "a call on a holiday in China",
            sql: """
                UPDATE attempt SET openedAt = unixepoch('2027-03-19 03:00:00') * 1000
                WHERE id = (SELECT min(id) FROM attempt WHERE number LIKE '+86%')
                """),
        PlantedFault(
            code: "campaign-hours", about: "a call at five, before the campaign opens at six",
            sql: """
                UPDATE attempt SET openedAt = unixepoch('2027-03-20 21:00:00') * 1000 WHERE id = (
                    SELECT min(attempt.id) FROM attempt JOIN contact ON contact.id = contact
                    WHERE campaign = (SELECT id FROM campaign WHERE name = 'postpaid-large'))
                """),
        PlantedFault(
            code: "limit", about: "the same number again after a minute",
            sql: again(after: answered, milliseconds: 60_000)),
        PlantedFault(
            code: "limit", about: "eight calls about a debt in a week in New York",
            sql: (1...8).map {
                again(
                    after: "(SELECT min(id) FROM attempt WHERE number LIKE '+1212%')", milliseconds: $0 * 3_600_000)
            }.joined()),
        PlantedFault(
            code: "do-not-call", about: "a number that was listed before it was called",
            sql: """
                INSERT INTO doNotCall (number, campaign, at, source)
                SELECT number, '', openedAt - 1000, 'planted' FROM attempt WHERE id = \(answered)
                """),
        PlantedFault(
            code: "promise", about: "a call while a promise stood",
            sql: """
                INSERT INTO promise (account, dueDay, suspendsUntil, madeAt, state, settledAt)
                SELECT account, '2027-05-01', openedAt + 86400000, openedAt - 86400000, 'broken', openedAt + 86400000
                FROM attempt WHERE id = \(answered)
                """),
        PlantedFault(
            code: "claim", about: "a call the day after the customer said that it is paid",
            sql: """
                INSERT INTO paidClaim (account, attempt, claimedAt, suspendsUntil)
                SELECT account, -1, openedAt - 86400000, openedAt + 86400000 FROM attempt WHERE id = \(answered)
                """),
        PlantedFault(
            code: "paid", about: "a call after the payment", file: "world",
            sql: "DELETE FROM debt WHERE account = (SELECT account FROM debt WHERE ended IS NOT NULL LIMIT 1)"),
        PlantedFault(
            code: "ringing", about: "given up after five seconds",
            sql: """
                UPDATE attempt SET endedAt = ringingAt + 5000
                WHERE id = (SELECT min(id) FROM attempt WHERE outcome = 'noAnswer')
                """),
        PlantedFault(
            code: "budget", about: "nine tries of a contact",
            sql: (1...9).map { again(after: answered, milliseconds: $0 * 86_400_000) }.joined()),
        PlantedFault(
            code: "number-budget", about: "nine tries at one number",
            sql: (1...9).map { again(after: answered, milliseconds: $0 * 86_400_000) }.joined()),
        PlantedFault(
            code: "class-limit", about: "busy five times",
            sql: (1...4).map {
                again(
                    after: "(SELECT min(id) FROM attempt WHERE outcome = 'busy')", milliseconds: $0 * 86_400_000)
            }.joined()),
        PlantedFault(
            code: "wait", about: "again an hour after no answer",
            sql: again(after: "(SELECT min(id) FROM attempt WHERE outcome = 'noAnswer')", milliseconds: 3_600_000)),
        PlantedFault(
            code: "wrong-number", about: "a wrong number again",
            sql: again(after: "(SELECT min(id) FROM attempt WHERE outcome = 'wrongNumber')", milliseconds: 86_400_000)),
        PlantedFault(
            code: "after-end", about: "a call after the contact had ended",
            sql: """
                UPDATE contact SET endedAt = (SELECT max(openedAt) FROM attempt WHERE contact = contact.id) - 1
                WHERE id = (SELECT contact FROM attempt JOIN contact ON contact.id = contact
                    WHERE endedAt IS NOT NULL LIMIT 1)
                """.replacingOccurrences(of: "WHERE endedAt", with: "WHERE contact.endedAt")),
        PlantedFault(
            code: "open", about: "an attempt that never ended",
            sql: "UPDATE attempt SET finishedAt = NULL, outcome = NULL, answeredBy = NULL WHERE id = \(answered)"),
        PlantedFault(
            code: "reason", about: "a contact without a reason",
            sql: "UPDATE contact SET reason = ' ' WHERE id = (SELECT min(id) FROM contact)"),
        PlantedFault(
            code: "stuck", about: "a contact that is being called for ever",
            sql: "UPDATE contact SET state = 'leased', endedAt = NULL WHERE id = (SELECT min(id) FROM contact)"),
        PlantedFault(
            code: "lost", about: "somebody who was selected and is no contact",
            sql: """
                DELETE FROM contact WHERE id = (SELECT min(id) FROM contact
                    WHERE id NOT IN (SELECT contact FROM attempt WHERE contact IS NOT NULL))
                """),
        PlantedFault(
            code: "twice", about: "two INVITEs for one attempt", file: "world",
            sql: "INSERT INTO invite SELECT attempt, number, until + 1000, until + 2000 FROM invite LIMIT 1"),
        PlantedFault(
            code: "twice", about: "a telephone rung by two attempts at once", file: "world",
            sql: """
                UPDATE invite SET until = (SELECT max(at) FROM invite AS other WHERE other.number = invite.number) + 1
                WHERE rowid = (SELECT min(rowid) FROM invite WHERE number IN
                    (SELECT number FROM invite GROUP BY number HAVING count(*) > 1) AND
                    at > (SELECT max(at) FROM crash)); DELETE FROM crash
                """),
        PlantedFault(
            code: "unknown-call", about: "an INVITE of no attempt", file: "world",
            sql: "INSERT INTO invite SELECT 999999, number, at, until FROM invite LIMIT 1"),
        PlantedFault(
            code: "not-rung", about: "an attempt that never left", file: "world",
            sql: "DELETE FROM invite WHERE rowid = (SELECT min(rowid) FROM invite)"),
        PlantedFault(
            code: "lines", about: "more calls at once than the trunk has channels", file: "world",
            sql: "UPDATE invite SET until = at + 40 * 86400000; DELETE FROM crash"),
    ]

    /// In a simulation with agents.
    static let ofAgents: [PlantedFault] = [
        PlantedFault(
            code: "abandoned", about: "somebody who met nobody, which nobody wrote down",
            sql: """
                UPDATE attempt SET isAbandoned = 0 WHERE id = (SELECT min(id) FROM attempt WHERE isAbandoned)
                """),
        PlantedFault(
            code: "abandoned", about: "somebody who met an agent, and is abandoned in the books",
            sql: """
                UPDATE attempt SET isAbandoned = 1 WHERE id = (SELECT min(id) FROM attempt WHERE agent IS NOT NULL)
                """),
        PlantedFault(
            code: "two-customers", about: "two customers at once at one agent", file: "world",
            sql: """
                UPDATE meeting SET ended = ended + 3600000
                WHERE rowid = (SELECT min(rowid) FROM meeting WHERE agent IS NOT NULL)
                """),
        PlantedFault(
            code: "agent", about: "another agent than the one who talked",
            sql: """
                UPDATE attempt SET agent = '99' WHERE id = (SELECT min(id) FROM attempt WHERE agent IS NOT NULL)
                """),
        PlantedFault(
            code: "agent-time", about: "a talk that is missing in an agent's time",
            sql: "DELETE FROM agentSpan WHERE id = (SELECT min(id) FROM agentSpan WHERE activity = 'talking')"),
        PlantedFault(
            code: "agent-time", about: "a minute that is missing before the logout", file: "world",
            sql: "UPDATE shift SET ended = ended + 60000 WHERE rowid = (SELECT max(rowid) FROM shift)"),
    ]
}
