package import Foundation

extension Scenario {
    /// People who talk to the people of a scenario.
    package struct Agents: Sendable {
        /// How long the calls of a group take its agents.
        package struct Group: Sendable {
            package let name: String
            /// After this long the wrap-up ends by itself.
            package let wrapUp: Duration
            /// How long somebody talks who doesn't hang up at once, in the mean; lognormal.
            package let talk: Duration
            /// The standard deviation of its logarithm, in hundredths.
            package let talkSpread: Int
        }

        /// Agents of the same groups and hours.
        package struct Team: Sendable {
            package let groups: [String]
            package let agents: [AgentNumber]
            /// By the clock at the site; each stretch is a shift of its own.
            package let hours: WeekHours
            package let breaks: [Break]
            /// How late each one comes, leaves and takes his break, at the most.
            package let lateness: Duration
            /// Of his talks; he says that they are nearly over 15 s before.
            package let nearlyDone: Percent
            /// How long he writes down what came of a call, in the mean; exponential.
            package let writing: Duration
            /// How long he looks at whom he is to call, in the mean; exponential.
            package let looking: Duration
        }

        package struct Break: Sendable {
            /// Units: minutes after midnight, at the site.
            package let at: Int
            package let length: Duration
            package let reason: String
        }

        package let groups: [String: Group]
        package let teams: [Team]

        package var roster: AgentRoster {
            let agents = teams.flatMap { team in
                team.agents.map { number in
                    Agent(
                        number: number, name: "Agent \(number)",
                        skills: Dictionary(uniqueKeysWithValues: team.groups.map { ($0, 5) }),
                        telephone: .registers(password: ""))
                }
            }
            return AgentRoster(
                agents, groups: groups.values.map { AgentGroup(name: $0.name, title: $0.name, wrapUp: $0.wrapUp) })
        }
    }
}

extension Scenario.Agents.Team {
    /// The groups, as a report names the team.
    package var name: String { groups.joined(separator: "+") }

    /// One time at work, as it is planned, with the breaks in it.
    package struct Shift: Sendable {
        package let hours: Range<UTCTime>
        package let breaks: [(at: UTCTime, Scenario.Agents.Break)]
    }

    /// The shifts that begin on a day.
    package func shifts(on day: CalendarDay, in zone: TimeZone) -> [Shift] {
        let midnight = day.start(in: .gmt).date
        let weekday = Calendar.gregorianUTC.component(.weekday, from: midnight)
        guard let weekday = CallWindow.Weekday(rawValue: weekday) else { return [] }
        return hours.minutes(on: weekday).map { minutes in
            let inside = breaks.filter { minutes.contains($0.at) }.sorted { $0.at < $1.at }
            return Shift(
                hours: day.time(minutes.lowerBound, in: zone)..<day.time(minutes.upperBound, in: zone),
                breaks: inside.map { (day.time($0.at, in: zone), $0) })
        }
    }
}

extension CalendarDay {
    /// When it is so many minutes after midnight by the clock in `zone`.
    fileprivate func time(_ minute: Int, in zone: TimeZone) -> UTCTime {
        LocalMoment("\(self)T\(WeekHours.clock(minute))")?.time(in: zone) ?? start(in: zone)
    }
}
