package import Campaigns
package import Foundation
package import Logging

/// A scenario, run through by the real campaign runner on a virtual clock.
///
/// The books, the rules, the retries and the runner are those of the daemon; only the clock, the telephones and the
/// billing system are not. The same scenario and seed give the same attempts, to the byte. Runs on: the thread that
/// calls it, which is kept busy.
package struct Simulation {
    /// How far it is.
    package struct Progress: Sendable {
        package let day: Int
        package let days: Int
        package let attempts: Int
        package let crashes: Int
    }

    package struct Report: Codable, Sendable {
        package let scenario: String
        package let seed: UInt64
        package let days: Int
        package let accounts: Int
        package let crashes: Int
        /// Units: seconds of real time.
        package let tookSeconds: Double
        package let figures: SimulationFigures
        /// Nothing where the scenario has no agents.
        package let teams: [TeamFigures]
    }

    private let scenario: Scenario
    private let folder: URL
    private let logger: Logger

    /// - Parameter folder: where `dialer.sqlite`, `billing.sqlite` and `world.sqlite` are left for who wants to look.
    package init(_ scenario: Scenario, in folder: URL, logger: Logger) {
        self.scenario = scenario
        self.folder = folder
        self.logger = logger
    }

    /// Throws: `databaseUnusable`.
    package func run(tell: (Progress) -> Void = { _ in }) throws -> Report {
        let began = ContinuousClock.now
        let world = try SimulatedWorld(scenario, in: folder)
        var random = SplitMix64(seed: scenario.seed ^ 0xC4A5)
        var crashes = 0
        var daemon = try SimulatedDaemon(world, now: scenario.start, logger: logger)
        let days = scenario.from.days(until: scenario.to) + 1
        for day in 0..<days {
            let today = scenario.from.adding(days: day)
            let next = today.adding(days: 1).start(in: scenario.zone)
            var hour = today.start(in: scenario.zone)
            while hour < next {
                try world.billing.hour(at: hour)
                if day % scenario.selectEvery == 0, hour == today.start(in: scenario.zone) {
                    try daemon.select(now: hour)
                }
                let end = min(hour + .seconds(3_600), next)
                while crashesNow(&random) {
                    guard let restart = try crash(daemon, world, within: hour..<end, &random) else { break }
                    crashes += 1
                    daemon = restart
                }
                daemon.thread.run(until: .milliseconds(end.milliseconds - scenario.start.milliseconds))
                hour = end
            }
            try world.log.flush()
            tell(Progress(day: day + 1, days: days, attempts: world.log.inviteCount, crashes: crashes))
        }
        _ = try daemon.shutDown()
        try world.billing.close()
        try world.log.flush()
        let figures = try daemon.database.simulationFigures(at: LocalClock(scenario.zone))
        let teams = try scenario.agents?.teams.map {
            try daemon.database.figures(of: $0, atWork: world.log.timeAtWork)
        }
        try daemon.database.abandon()
        return Report(
            scenario: scenario.name, seed: scenario.seed, days: days, accounts: scenario.population.accounts,
            crashes: crashes, tookSeconds: (ContinuousClock.now - began) / .seconds(1), figures: figures,
            teams: teams ?? [])
    }

    /// 730 hours are a month.
    private func crashesNow(_ random: inout SplitMix64) -> Bool {
        Int.random(in: 0..<730, using: &random) < scenario.crashesEachMonth
    }

    /// Kills the daemon somewhere in the hour and starts the next one; nil where too little of the hour is left.
    private func crash(
        _ daemon: SimulatedDaemon, _ world: SimulatedWorld, within hour: Range<UTCTime>,
        _ random: inout SplitMix64
    ) throws -> SimulatedDaemon? {
        let start = scenario.start
        let now = start + daemon.thread.now
        let left = hour.upperBound.milliseconds - now.milliseconds
        guard left > 600_000 else { return nil }
        let moment = now + .milliseconds(Int64.random(in: 1..<left / 3, using: &random))
        daemon.thread.run(until: .milliseconds(moment.milliseconds - start.milliseconds))
        // Most hours have no calls: waits for the next one, because what a death interrupts is what we want to see.
        let latest = daemon.thread.now + .milliseconds(left / 2)
        let invites = world.log.inviteCount
        while world.log.inviteCount == invites, daemon.thread.now < latest {
            daemon.thread.run(until: daemon.thread.now + .seconds(1))
        }
        // In the middle of what happens next, and not only between two moments.
        daemon.thread.run(until: daemon.thread.now + .seconds(Int.random(in: 0..<30, using: &random)))
        try daemon.die(after: Int.random(in: 0..<40, using: &random))
        let died = start + daemon.thread.now
        world.log.crash(at: died)
        return try SimulatedDaemon(world, now: died + .seconds(Int.random(in: 1..<120, using: &random)), logger: logger)
    }
}
