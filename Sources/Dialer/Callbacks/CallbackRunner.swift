package import Campaigns
package import Logging
import ServiceLifecycle

/// Has callbacks called that are due: reserves an agent for each, and rings when the agent is there.
///
/// As many wait for an agent of a group as the group has agents at work, so that whoever becomes free is a callback's
/// before he is a campaign's. On graceful shutdown it leases nothing any more and lets calls come to their end.
package struct CallbackRunner: Service {
    private let office: CallOffice
    private let floor: AgentFloor
    private let book: CallbackBook
    private let logger: Logger

    package init(office: CallOffice, floor: AgentFloor, book: CallbackBook, logger: Logger) {
        self.office = office
        self.floor = floor
        self.book = book
        self.logger = logger
    }

    package func run() async throws {
        let queue = CallbackQueue()
        try await untilShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                try await office.again(logger: logger) {
                    for (callback, wish) in try await due(queue) {
                        await queue.add(callback, wish)
                        group.addTask {
                            await self.serve(callback, wish, in: queue)
                            await queue.remove(callback)
                        }
                    }
                    try await office.pause(until: nil)
                }
            }
        }
    }

    /// Those that are to wait for an agent now, besides who does already.
    private func due(_ queue: CallbackQueue) async throws -> [(Callback, AgentWish)] {
        let (now, atWork) = (office.now(), await floor.atWork)
        var found: [(Callback, AgentWish)] = []
        for (group, agents) in atWork.groups {
            let (known, all) = (await queue.waiting(for: group), await queue.count)
            guard known < agents else { continue }
            let due = try await book.due(in: group, limit: agents + all, now: now)
            let new = await queue.missing(due).prefix(agents - known)
            found += new.map { ($0, AgentWish(group: group, priority: Self.priority)) }
        }
        guard !atWork.agents.isEmpty else { return found }
        let promised = try await book.due(of: atWork.agents, limit: Self.promisedAtOnce, now: now)
        return found
            + (await queue.missing(promised)).map { callback in
                let agent = callback.agent
                let group = callback.group ?? agent.flatMap { floor.roster.agents[$0]?.skills.keys.min() } ?? ""
                return (callback, AgentWish(group: group, priority: Self.priority, agent: agent))
            }
    }

    /// Above every campaign, whose priorities are 1 to 9.
    private static let priority = 11

    /// More than these wait for their agents in the database.
    private static let promisedAtOnce = 200

    private func serve(_ callback: Callback, _ wish: AgentWish, in queue: CallbackQueue) async {
        let (seat, reserved) = await floor.reserve(wish, CustomerCard(callback))
        let patience = wish.agent == nil ? nil : callback.agentUntil.map { giveUp(seat, at: $0) }
        var agent: AgentNumber?
        for await reservation in reserved { agent = reservation }
        patience?.cancel()
        guard agent != nil, !Task.isCancelled else { return await floor.leave(seat) }
        await queue.begin(callback)
        // Not cancelled by a shutdown: a call that has begun ends by itself.
        await Workplace.begin {
            await CallbackCall(callback, wish, seat: seat, office: office, floor: floor, book: book, logger: logger)
                .run()
        }.value
    }

    /// Its agent didn't come in time: from then on it is the group's.
    private func giveUp(_ seat: CustomerID, at moment: UTCTime) -> Task<Void, Never> {
        Workplace.begin { [office, floor] in
            let wait = Duration.milliseconds(max(0, moment.milliseconds - office.now().milliseconds))
            guard (try? await office.time.clock.sleep(for: wait)) != nil else { return }
            await floor.giveUp(seat)
        }
    }
}

/// The callbacks that wait for an agent or are being called.
private actor CallbackQueue {
    private var wishes: [Int64: AgentWish] = [:]
    private var begun: Set<Int64> = []

    var count: Int { wishes.count }

    /// How many wait for any agent of the group.
    func waiting(for group: String) -> Int {
        wishes.count { $0.value.group == group && $0.value.agent == nil && !begun.contains($0.key) }
    }

    func add(_ callback: Callback, _ wish: AgentWish) { wishes[callback.id] = wish }
    /// An agent is reserved for it.
    func begin(_ callback: Callback) { begun.insert(callback.id) }

    func remove(_ callback: Callback) {
        wishes[callback.id] = nil
        begun.remove(callback.id)
    }

    func missing(_ callbacks: [Callback]) -> [Callback] { callbacks.filter { wishes[$0.id] == nil } }
}
