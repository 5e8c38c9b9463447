import Foundation
import GRDB

extension ListTarget {
    /// A contact of the campaign: new, changed while it waits, or left alone.
    static let contacts = ListTarget(
        columns: [
            "account TEXT", "person TEXT", "occasion TEXT", "name TEXT", "language TEXT", "zone TEXT", "region TEXT",
            "facts TEXT",
        ],
        staged: { row in
            guard case .contact(let contact) = row else { return nil }
            return Staged(
                values: [
                    contact.account, contact.person, contact.facts.occasion, contact.name, contact.language?.rawValue,
                    contact.zone, contact.region, try Due.list(contact.facts).json,
                ],
                key: contact.account,
                keyColumn: .account,
                numbers: contact.numbers
            )
        },
        repetition: .isRefused,
        fates: """
            SELECT listed.line, ifnull(alive.id, \(lastContact) + 1 + listed.line - first.line), CASE
                WHEN alive.id IS NULL THEN iif(\(isDone), 'leftAlone', 'added')
                WHEN alive.state = 'leased' OR alive.occasion <> listed.occasion AND \(isDone) THEN 'leftAlone'
                WHEN alive.person = listed.person AND alive.occasion = listed.occasion AND alive.name = listed.name
                    AND alive.language IS listed.language AND alive.zone IS listed.zone
                    AND alive.region IS listed.region AND alive.facts = listed.facts
                    AND (\(numbers("main.contactNumber WHERE contact = alive.id")))
                        = (\(numbers("staging.number WHERE number.line = listed.line"))) THEN 'same'
                ELSE 'changed' END
            FROM (SELECT min(line) AS line FROM staging.listed) AS first CROSS JOIN staging.listed
            LEFT JOIN main.contact AS alive ON alive.campaign = :campaign
                AND alive.account = listed.account AND alive.state IN ('waiting', 'leased')
            """,
        statements: [
            """
            UPDATE main.contact SET person = listed.person, occasion = listed.occasion, name = listed.name,
                language = listed.language, zone = listed.zone, region = listed.region, facts = listed.facts
            FROM staging.fate JOIN staging.listed ON listed.line = fate.line
            WHERE fate.fate = 'changed' AND contact.id = fate.target
            """,
            // What was learned about a number stays with it, wherever it stands now.
            """
            INSERT INTO staging.kept SELECT contact, number, retryAt, attemptsUsed, isWrong FROM main.contactNumber
            WHERE contact IN (SELECT target FROM staging.fate WHERE fate = 'changed')
            """,
            """
            DELETE FROM main.contactNumber WHERE contact IN (SELECT target FROM staging.fate WHERE fate = 'changed')
            """,
            """
            INSERT INTO main.contact (id, campaign, account, person, occasion, name, language, zone, region, facts,
                state, reason, retryAt, dueAt)
            SELECT fate.target, :campaign, account, person, occasion, name, language, zone, region, facts,
                'waiting', 'not called yet', :now, :now
            FROM staging.listed JOIN staging.fate ON fate.line = listed.line WHERE fate.fate = 'added'
            ORDER BY listed.line
            """,
            """
            INSERT INTO main.contactNumber
                (contact, position, number, zone, opens, closes, retryAt, attemptsUsed, isWrong)
            SELECT fate.target, number.position, number.number, number.zone, number.opens, number.closes,
                ifnull(kept.retryAt, :now), ifnull(kept.attemptsUsed, 0), ifnull(kept.isWrong, 0)
            FROM staging.fate CROSS JOIN staging.number ON number.line = fate.line
            LEFT JOIN staging.kept ON kept.contact = fate.target AND kept.number = number.number
            WHERE fate.fate IN ('added', 'changed') ORDER BY fate.line, number.position
            """,
        ]
    )

    /// The highest id that any contact ever had: within a transaction, those after it are free.
    private static let lastContact =
        "ifnull((SELECT seq FROM main.sqlite_sequence WHERE name = 'contact'), 0)"

    private static let isDone = """
        EXISTS (SELECT 1 FROM main.contact AS done WHERE done.campaign = :campaign AND done.account = listed.account
            AND done.occasion = listed.occasion AND done.endedAt IS NOT NULL)
        """

    /// A SELECT of all that a list says of some numbers, as one text.
    private static func numbers(_ place: String) -> String {
        """
        SELECT group_concat(number || '|' || ifnull(zone, '') || '|' || ifnull(opens, '') || '|' || ifnull(closes, ''), ';')
        FROM (SELECT * FROM \(place) ORDER BY position)
        """
    }
}
