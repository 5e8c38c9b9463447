import GRDB

/// What the agents of a team did in a simulation.
package struct TeamFigures: Codable, Sendable {
    /// Its groups, joined by `+`.
    package let team: String
    package let agents: Int
    package let talks: Int
    /// Where their time went, by the book: `break`, `idle`, `previewing`, `reserved`, `talking`, `wrapUp`.
    ///
    /// Units: seconds, of all of them together.
    package let seconds: [String: Double]
    /// Time at work that is in no book: what a crash took.
    ///
    /// Units: seconds.
    package let missingSeconds: Double

    /// Talk and wrap-up, of the time in which they were on no break; nil where there was none.
    package var utilisation: Double? {
        let ready = seconds.filter { $0.key != "break" }.values.reduce(0, +)
        return ready > 0 ? (seconds["talking", default: 0] + seconds["wrapUp", default: 0]) / ready : nil
    }
}

extension DialerDatabase {
    /// - Parameter atWork: how long each agent was there, by his own account.
    package func figures(
        of team: Scenario.Agents.Team, atWork: [AgentNumber: Duration]
    ) throws -> TeamFigures {
        try readHere { db in
            var milliseconds: [String: Int64] = [:]
            var talks = 0
            for agent in team.agents {
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT iif(presence = 'onBreak' AND activity = 'idle', 'break', activity), count(*),
                            sum(endedAt - startedAt) FROM agentSpan WHERE agent = ? GROUP BY 1
                        """, arguments: [agent.text])
                while let row = try rows.next() {
                    milliseconds[row[0], default: 0] += row[2] as Int64? ?? 0
                    if row[0] == "talking" { talks += row[1] as Int }
                }
            }
            let worked = team.agents.reduce(Duration.zero) { $0 + atWork[$1, default: .zero] }.wholeMilliseconds
            return TeamFigures(
                team: team.name, agents: team.agents.count, talks: talks,
                seconds: milliseconds.mapValues { Double($0) / 1_000 },
                missingSeconds: Double(worked - milliseconds.values.reduce(0, +)) / 1_000)
        }
    }
}
