import GRDB

/// Who is there already by one of the campaign's rules.
extension ListStore {
    /// Takes back the rows from a line on that the database has already, by the campaign's rules.
    func refuseKnown(_ db: Database, from line: Int) throws -> [RowRefusal] {
        var refusals: [Int: RowRefusal] = [:]
        for rule in DuplicateRule.allCases where rules.contains(rule) {
            for sql in rule.queries {
                let rows = try Row.fetchAll(
                    db.cachedStatement(sql: sql), arguments: ["campaign": campaign, "line": line])
                for row in rows {
                    let column = ListColumn(rule.column(of: row), row["position"])
                    refusals[row["line"]] = RowRefusal(
                        line: row["line"], column: layout.heading(of: column), reason: row["reason"])
                }
            }
        }
        for line in refusals.keys {
            try db.cachedStatement(sql: "DELETE FROM staging.listed WHERE line = ?").execute(arguments: [line])
            try db.cachedStatement(sql: "DELETE FROM staging.number WHERE line = ?").execute(arguments: [line])
        }
        return Array(refusals.values)
    }
}

extension DuplicateRule {
    fileprivate func column(of row: Row) -> ListColumn.Meaning { row["isNumber"] ? .phone : .account }

    /// SELECTs of line, isNumber, position and reason, of rows that are there already.
    fileprivate var queries: [String] {
        switch self {
        case .number:
            [
                """
                SELECT number.line, 1 AS isNumber, number.position,
                    'the number ' || number.number || ' is account “' || contact.account || '” of this campaign already'
                    AS reason
                FROM staging.number CROSS JOIN staging.listed ON listed.line = number.line
                CROSS JOIN main.contactNumber AS known ON known.number = number.number
                CROSS JOIN main.contact ON contact.id = known.contact AND contact.campaign = :campaign
                    AND contact.state IN ('waiting', 'leased') AND contact.account <> listed.account
                WHERE number.line >= :line
                """
            ]
        case .account:
            [
                """
                SELECT listed.line, 0 AS isNumber, 1 AS position,
                    'this campaign is done with the account: ' || done.reason AS reason
                FROM staging.listed CROSS JOIN main.contact AS done ON done.campaign = :campaign
                    AND done.account = listed.account AND done.occasion <> listed.occasion AND done.endedAt IS NOT NULL
                WHERE listed.line >= :line
                """
            ]
        case .otherCampaigns:
            [
                """
                SELECT number.line, 1 AS isNumber, number.position,
                    'the number ' || number.number || ' waits in campaign “' || campaign.name || '”' AS reason
                FROM staging.number CROSS JOIN main.contactNumber AS known ON known.number = number.number
                CROSS JOIN main.contact ON contact.id = known.contact AND contact.campaign <> :campaign
                    AND contact.state IN ('waiting', 'leased')
                CROSS JOIN main.campaign ON campaign.id = contact.campaign AND campaign.state <> 'finished'
                WHERE number.line >= :line
                """,
                """
                SELECT listed.line, 0 AS isNumber, 1 AS position,
                    'the account waits in campaign “' || campaign.name || '”' AS reason
                FROM staging.listed CROSS JOIN main.campaign
                    ON campaign.id <> :campaign AND campaign.state <> 'finished'
                CROSS JOIN main.contact ON contact.campaign = campaign.id AND contact.account = listed.account
                    AND contact.state IN ('waiting', 'leased')
                WHERE listed.line >= :line
                """,
            ]
        }
    }
}
