/// How long somebody will wait for an agent, by how long the last calls of the group took, as a value without I/O.
///
/// With `n` agents who all talk, one becomes free every n-th part of a call; agents of several groups count in each, so
/// that the wait is rather longer than told where those are busy. Source: mean of M/M/n while all are busy, Erlang (1917).
struct ExpectedWait: Sendable {
    private struct Handling {
        var mean = Duration.zero
        var count = 0
    }

    /// Calls before anything is told.
    static let fewest = 3
    /// The mean is that of all calls so far; beyond so many the latest weighs as one of them.
    static let memory = 20

    private var handling: [String: Handling] = [:]

    /// A call of the group has taken so long, talk and wrap-up together.
    mutating func add(_ time: Duration, of group: String) {
        var known = handling[group] ?? Handling()
        known.count = min(known.count + 1, Self.memory)
        known.mean += (max(.zero, time) - known.mean) / known.count
        handling[group] = known
    }

    /// Nil where it can't be told: too few calls so far, or nobody at work.
    ///
    /// - Parameters:
    ///   - ahead: how many are served before.
    ///   - agents: who are at work for the group, all of them busy.
    func wait(ahead: Int, in group: String, agents: Int) -> Duration? {
        guard agents > 0, let known = handling[group], known.count >= Self.fewest else { return nil }
        return known.mean * (ahead + 1) / agents
    }
}
