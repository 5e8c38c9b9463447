package import Campaigns

/// What trials of a campaign came to.
package struct TrialReport: Sendable {
    /// With so many agents.
    package struct Line: Sendable {
        /// Nil where no agents take part.
        package let agents: Int?
        /// One for each seed.
        package let runs: [TrialRun]

        package func mean(_ figure: (TrialRun) -> Double) -> Double {
            runs.map(figure).reduce(0, +) / Double(max(1, runs.count))
        }

        package var abandonment: Double {
            mean { Double($0.figures.abandoned) } / max(1, mean { Double($0.figures.persons) })
        }
        /// Of the time in which somebody was to be called.
        package var utilisation: Double { mean { $0.figures.busy } / max(1, mean { $0.figures.busy + Self.waits($0) }) }
        /// In that time, from one customer to the next. Units: seconds.
        package var agentsWait: Double { mean(Self.waits) / max(1, mean { Double($0.reached) }) }

        private static func waits(_ run: TrialRun) -> Double { max(0, run.figures.idle - run.figures.unneeded) }

        /// The earliest, the middle and the latest one; nil where one or more seeds have none.
        package func ends(_ time: (TrialRun) -> UTCTime?) -> (first: UTCTime, middle: UTCTime, last: UTCTime)? {
            let ends = runs.compactMap(time).sorted()
            guard !ends.isEmpty, ends.count == runs.count else { return nil }
            return (ends[0], ends[ends.count / 2], ends[ends.count - 1])
        }
    }

    /// How many agents it takes to be done by a time, whatever the seed.
    package struct Need: Sendable {
        /// What was asked for.
        package let by: UTCTime
        /// What can be had: later than `by` where retries and lines take longer, however many agents there are; nil
        /// where it is never done.
        package let reachable: UTCTime?
        /// Nil where it can't be had.
        package let agents: Int?
    }

    package let trial: CampaignTrial
    package let lines: [Line]
    /// Nil where no agents take part.
    package let need: Need?
}

extension CampaignTrial {
    /// What is being tried, for people who wait.
    package enum Progress: Sendable {
        case agents(Int)
        case looking(Int)
    }

    /// Plays with each number of agents, and finds how many are needed.
    ///
    /// - Parameters:
    ///   - agents: numbers of them; empty where no agents take part.
    ///   - within: days on which it calls, until it is to be done; nil for the campaign's own end, else one day.
    package func report(
        agents: [Int], seeds: Int, within: Int?, progress: (Progress) -> Void = { _ in }
    ) async -> TrialReport {
        var lines: [TrialReport.Line] = []
        for count in hasAgents ? agents : [0] {
            if hasAgents { progress(.agents(count)) }
            let runs = await runs(seeds) { play(agents: count, seed: $0) }
            lines.append(TrialReport.Line(agents: hasAgents ? count : nil, runs: runs))
        }
        var need: TrialReport.Need?
        if hasAgents { need = await self.need(from: lines.last, seeds: seeds, within: within, progress) }
        return TrialReport(trial: self, lines: lines, need: need)
    }

    private func runs(_ seeds: Int, _ play: @escaping @Sendable (UInt64) -> TrialRun) async -> [TrialRun] {
        await withTaskGroup(of: (UInt64, TrialRun).self) { group in
            for seed in 1...UInt64(max(1, seeds)) { group.addTask { (seed, play(seed)) } }
            var runs: [(UInt64, TrialRun)] = []
            for await run in group { runs.append(run) }
            return runs.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    // MARK: Agents needed

    private func need(
        from line: TrialReport.Line?, seeds: Int, within: Int?, _ progress: (Progress) -> Void
    ) async -> TrialReport.Need {
        let asked = lastDay(within)
        let soonest = await runs(seeds) { playWithoutWaitingForAgents(seed: $0) }
        let ends = soonest.compactMap(\.doneAt)
        let closes = days[asked - 1].closes
        guard ends.count == soonest.count, let latest = ends.max() else {
            return TrialReport.Need(by: closes, reachable: nil, agents: nil)
        }
        // The last talk may end after hours.
        let reachable = max(asked, 1 + (days.lastIndex { $0.opens <= latest } ?? 0))
        let work = soonest.map(\.figures.busy).max() ?? 0
        let hours = days.prefix(reachable).map(\.seconds).reduce(0, +)
        let agents = await least(from: Int((work / hours / 0.85).rounded(.up))) { count in
            progress(.looking(count))
            return await isDone(within: reachable, seeds: seeds, agents: count)
        }
        return TrialReport.Need(by: closes, reachable: days[reachable - 1].closes, agents: agents)
    }

    /// Whether it is done whatever the seed; stops with the first that isn't.
    private func isDone(within days: Int, seeds: Int, agents: Int) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for seed in 1...UInt64(max(1, seeds)) {
                group.addTask { !Task.isCancelled && play(agents: agents, seed: seed, days: days).doneAt != nil }
            }
            for await isDone in group where !isDone {
                group.cancelAll()
                return false
            }
            return true
        }
    }

    /// How many of the days there are until it is to be done.
    private func lastDay(_ within: Int?) -> Int {
        if within == nil, campaign.ends != nil { return days.count }
        let wanted = Set(days.map(\.day)).sorted().prefix(max(1, within ?? 1))
        return days.count { wanted.contains($0.day) }
    }

    /// The least number from one to all lines that is enough: from a guess up or down in doubling steps, then by halves.
    private func least(from guess: Int, _ isEnough: (Int) async -> Bool) async -> Int? {
        let most = campaign.lines
        var enough = min(most, max(1, guess))
        var tooFew = 0
        var step = max(1, enough / 8)
        if await isEnough(enough) {
            while tooFew == 0, enough > 1 {
                let lower = max(1, enough - step)
                if await isEnough(lower) { enough = lower } else { tooFew = lower }
                step *= 2
            }
        } else {
            while true {
                tooFew = enough
                guard enough < most else { return nil }
                enough = min(most, enough + step)
                if await isEnough(enough) { break }
                step *= 2
            }
        }
        while enough - tooFew > 1 {
            let middle = (enough + tooFew) / 2
            if await isEnough(middle) { enough = middle } else { tooFew = middle }
        }
        return enough
    }
}
