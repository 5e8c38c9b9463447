import GRDB

/// What a simulation came to.
package struct SimulationFigures: Codable, Sendable {
    package struct Campaign: Codable, Sendable {
        package let name: String
        package let selected: Int
        /// By how they ended; `waiting` are those who still wait.
        package let contacts: [String: Int]
        package let attempts: Int
        /// With an agent.
        package let talks: Int
        /// Who answered and was found to be one, the abandoned among them.
        package let persons: Int
        /// Answered and met nobody.
        package let abandoned: Int
        /// From the first attempt to the last.
        ///
        /// Units: days.
        package let days: Double
    }

    package let campaigns: [Campaign]
    package let attempts: Int
    package let outcomes: [String: Int]
    /// By the hour at the site.
    package let attemptsByHour: [Int]
    package let promises: [String: Int]
    package let paidClaims: Int
    package let optOuts: Int
    package let callbacks: Int
}

extension DialerDatabase {
    /// - Parameter zone: the site's, which hours are counted by.
    package func simulationFigures(at zone: LocalClock) throws -> SimulationFigures {
        try readHere { db in
            func counts(_ sql: String, _ arguments: StatementArguments = []) throws -> [String: Int] {
                let rows = try Row.fetchAll(db, sql: sql, arguments: arguments)
                return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
            }
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            var hours = Array(repeating: 0, count: 24)
            let times = try Row.fetchCursor(
                db, sql: "SELECT openedAt / 3600000, count(*) FROM attempt GROUP BY 1")
            while let row = try times.next() {
                hours[zone.hour(at: UTCTime(milliseconds: (row[0] as Int64) * 3_600_000))] += row[1] as Int
            }
            let campaigns = try Row.fetchAll(db, sql: "SELECT id, name FROM campaign ORDER BY id").map { row in
                let span = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT count(*), coalesce(max(openedAt) - min(openedAt), 0), count(agent),
                            count(*) FILTER (WHERE answeredBy = 'person'), count(*) FILTER (WHERE isAbandoned)
                        FROM attempt
                        JOIN contact ON contact.id = attempt.contact WHERE campaign = ?
                        """, arguments: [row["id"] as Int64])
                let contacts = try counts(
                    "SELECT state, count(*) FROM contact WHERE campaign = ? GROUP BY 1", [row["id"] as Int64])
                return SimulationFigures.Campaign(
                    name: row["name"], selected: contacts.values.reduce(0, +), contacts: contacts,
                    attempts: span?[0] ?? 0, talks: span?[2] ?? 0, persons: span?[3] ?? 0,
                    abandoned: span?[4] ?? 0, days: Double(span?[1] as Int64? ?? 0) / 86_400_000)
            }
            return SimulationFigures(
                campaigns: campaigns,
                attempts: try count("SELECT count(*) FROM attempt"),
                outcomes: try counts("SELECT coalesce(outcome, 'open'), count(*) FROM attempt GROUP BY 1"),
                attemptsByHour: hours,
                promises: try counts("SELECT state, count(*) FROM promise GROUP BY 1"),
                paidClaims: try count("SELECT count(*) FROM paidClaim"),
                optOuts: try count("SELECT count(*) FROM doNotCall"),
                callbacks: try count("SELECT count(*) FROM callback"))
        }
    }

    /// Puts a scenario's holidays on the list.
    package func keepHolidays(_ holidays: [Holiday]) throws {
        try commitHere { db in
            for holiday in holidays {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO holiday (region, day, name, opens, closes) VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        holiday.region?.code ?? "", holiday.day.description, holiday.name, holiday.hours?.lowerBound,
                        holiday.hours?.upperBound,
                    ])
            }
        }
    }
}
