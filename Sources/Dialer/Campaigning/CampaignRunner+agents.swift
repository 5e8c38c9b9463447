import Campaigns
import Logging

/// Whom a campaign may ring for its agents, by its mode.
extension CampaignRunner {
    /// How many may be rung now; waits a moment where none may, and then says so.
    func waitForAgents(_ agents: CampaignDefinition.Agents?) async throws -> PowerPacing.Calls {
        guard let agents, agents.mode != .onRequest else { return PowerPacing.Calls(seated: .max) }
        guard let floor = office.agents, agents.mode != .manual else {
            try await office.pause(until: nil)
            return PowerPacing.Calls()
        }
        return try await wait(for: agents, on: floor)
    }

    /// The first moment at which somebody may be rung, or the end of the services' attention.
    private func wait(for agents: CampaignDefinition.Agents, on floor: AgentFloor) async throws -> PowerPacing.Calls {
        let calls = try await withThrowingTaskGroup(of: PowerPacing.Calls.self) { tasks in
            tasks.addTask {
                for await free in await floor.free(in: agents.group) {
                    let allowed = try await self.calls(agents, free: free, on: floor)
                    if allowed.all > 0 { return allowed }
                }
                return PowerPacing.Calls()
            }
            tasks.addTask { [time = office.time] in
                try await time.clock.sleep(for: time.attention)
                return PowerPacing.Calls()
            }
            defer { tasks.cancelAll() }
            return try await tasks.next() ?? PowerPacing.Calls()
        }
        try Task.checkCancellation()
        return calls
    }

    private func calls(
        _ agents: CampaignDefinition.Agents, free: Int, on floor: AgentFloor
    ) async throws -> PowerPacing.Calls {
        guard agents.mode == .power, let power = agents.power else { return PowerPacing.Calls(seated: free) }
        let pacing = PowerPacing(ratioPercent: power.ratioPercent)
        // Before the books: a call whose end comes between is counted in both, and not in neither.
        let standing = await floor.standing(of: campaign, in: agents.group)
        guard pacing.calls(standing, allowance: .max).all > 0 else { return PowerPacing.Calls() }
        let abandonment = try await AbandonmentBook(database: office.database).standing(of: campaign, now: office.now())
        return pacing.calls(standing, allowance: abandonment.allowance(cap: power.capBasisPoints))
    }

    /// - Parameter surplus: how many may still be rung without an agent of their own.
    func begin(
        _ lease: ContactLease, surplus: inout Int, in group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        guard let agents = lease.campaign.agents, agents.mode != .onRequest else {
            return await ring(lease, in: &group)
        }
        if let terms = agents.preview, let floor = office.agents {
            let preview = PreviewCall(lease, office: office, floor: floor, logger: logger)
            // Here, and not beside the next turn, which would take its agent for free.
            guard let (id, end) = try await preview.show(agents, terms) else { return }
            return await lines.hold(in: &group) { await preview.follow(id, end) }
        }
        guard let seat = await seat(for: lease, agents, surplus: &surplus) else {
            // Somebody else was quicker.
            return try await office.books.contacts.giveBack(
                lease, until: office.now(), reason: "waits for a free agent")
        }
        await ring(lease, seat: seat, in: &group)
    }

    func ring(
        _ lease: ContactLease, seat: CustomerID? = nil, in group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async {
        let call = ContactCall(lease, seat: seat, office: office, logger: logger)
        await lines.begin(in: &group, call.run) { talk in
            if let talk { await call.settle(talk) }
        }
    }

    /// As whom the floor expects the person; nil where nobody may be rung now.
    private func seat(
        for lease: ContactLease, _ agents: CampaignDefinition.Agents, surplus: inout Int
    ) async -> CustomerID? {
        guard let floor = office.agents, agents.mode != .manual else { return nil }
        let (wish, card) = (AgentWish(campaign: agents, lease), CustomerCard(lease))
        guard agents.mode == .power else { return await floor.expect(wish, card) }
        guard let seat = await floor.expect(wish, card, in: campaign, isSurplus: surplus > 0) else { return nil }
        if await !floor.hasAgent(seat) { surplus -= 1 }
        return seat
    }
}
