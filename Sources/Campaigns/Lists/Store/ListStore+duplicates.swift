import GRDB

/// Who is there already by one of the campaign's rules.
extension ListStore {
    /// Takes back the rows from a line on that the database has already, by the campaign's rules.
    func refuseKnown(_ db: Database, from line: Int) throws -> [RowRefusal] {
        var refusals: [Int: RowRefusal] = [:]
        for query in KnownQuery.allCases where !rules.isDisjoint(with: query.rules) {
            for row in try Row.fetchAll(db.cachedStatement(sql: query.sql), arguments: arguments(for: query, line)) {
                let column = ListColumn(row["isNumber"] ? .phone : .account, row["position"])
                refusals[row["line"]] = RowRefusal(
                    line: row["line"], column: layout.heading(of: column), reason: row["reason"])
            }
        }
        for line in refusals.keys {
            try db.cachedStatement(sql: "DELETE FROM staging.listed WHERE line = ?").execute(arguments: [line])
            try db.cachedStatement(sql: "DELETE FROM staging.number WHERE line = ?").execute(arguments: [line])
        }
        return Array(refusals.values)
    }

    private func arguments(for query: KnownQuery, _ line: Int) -> StatementArguments {
        var arguments: StatementArguments = ["campaign": campaign, "line": line]
        guard case .number = query else { return arguments }
        arguments += ["here": rules.contains(.number), "elsewhere": rules.contains(.otherCampaigns)]
        return arguments
    }
}

/// What the database is asked about the rows of a list.
private enum KnownQuery: CaseIterable {
    case number
    case account
    case accountElsewhere

    /// It is asked where the campaign has one of these.
    var rules: Set<DuplicateRule> {
        switch self {
        case .number: [.number, .otherCampaigns]
        case .account: [.account]
        case .accountElsewhere: [.otherCampaigns]
        }
    }

    /// A SELECT of line, isNumber, position and reason, of rows that are there already.
    var sql: String {
        switch self {
        case .number:
            // One look-up for both rules: numbers come in no order, and each costs a page of the index.
            """
            SELECT number.line, 1 AS isNumber, number.position, 'the number ' || number.number
                || iif(contact.campaign = :campaign, ' is account “' || contact.account || '” of this campaign already',
                    ' waits in campaign “' || campaign.name || '”') AS reason
            FROM staging.number CROSS JOIN main.contactNumber AS known ON known.number = number.number
            CROSS JOIN main.contact ON contact.id = known.contact AND contact.state IN ('waiting', 'leased')
            CROSS JOIN main.campaign ON campaign.id = contact.campaign
            CROSS JOIN staging.listed ON listed.line = number.line
            WHERE number.line >= :line AND iif(contact.campaign = :campaign,
                :here AND contact.account <> listed.account, :elsewhere AND campaign.state <> 'finished')
            """
        case .account:
            """
            SELECT listed.line, 0 AS isNumber, 1 AS position,
                'this campaign is done with the account: ' || done.reason AS reason
            FROM staging.listed CROSS JOIN main.contact AS done ON done.campaign = :campaign
                AND done.account = listed.account AND done.occasion <> listed.occasion AND done.endedAt IS NOT NULL
            WHERE listed.line >= :line
            """
        case .accountElsewhere:
            """
            SELECT listed.line, 0 AS isNumber, 1 AS position,
                'the account waits in campaign “' || campaign.name || '”' AS reason
            FROM staging.listed CROSS JOIN main.campaign
                ON campaign.id <> :campaign AND campaign.state <> 'finished'
            CROSS JOIN main.contact ON contact.campaign = campaign.id AND contact.account = listed.account
                AND contact.state IN ('waiting', 'leased')
            WHERE listed.line >= :line
            """
        }
    }
}
