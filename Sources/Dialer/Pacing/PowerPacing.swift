/// How many calls a power campaign may place now, as a value without I/O.
///
/// At most `ratio` calls ring or wait for each agent who isn't in a call, and none where there is no such agent. A call
/// without an agent of its own is placed only as long as all of them could be abandoned within the allowance.
struct PowerPacing: Hashable, Sendable {
    struct Standing: Hashable, Sendable {
        /// Agents who have nobody, and for whom nobody is called.
        var free = 0
        /// Calls that ring, each with an agent who waits for it.
        var reserved = 0
        /// Calls without an agent, until their end is on record.
        var withoutAgent = 0
    }

    struct Calls: Hashable, Sendable {
        /// Each with a free agent.
        var seated = 0
        /// Without one.
        var surplus = 0

        var all: Int { seated + surplus }
    }

    /// Calls for a hundred agents.
    let ratioPercent: Int

    /// - Parameter allowance: how many may be abandoned; those that ring without an agent count against it.
    func calls(_ standing: Standing, allowance: Int) -> Calls {
        let agents = standing.free + standing.reserved
        let limit = max(agents, agents * ratioPercent / 100)
        let room = max(0, limit - standing.reserved - standing.withoutAgent)
        let seated = min(standing.free, room)
        return Calls(seated: seated, surplus: max(0, min(room - seated, allowance - standing.withoutAgent)))
    }
}
