import Campaigns
import Logging

/// Predictive campaigns: as many calls as will find an agent, decided anew each second.
extension CampaignRunner {
    /// One tick; false where nobody can be called, the campaign isn't predictive, or can't be just now and goes one call for
    /// each free agent.
    func pace(
        _ pacing: inout CampaignPacing?, _ group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws -> Bool {
        let definition = try await office.books.contacts.open(campaign, now: office.now())
        guard let definition, let agents = definition.agents, agents.mode == .predictive, let floor = office.agents else {
            await pacing.take()?.end()
            return false
        }
        if let why = await floor.whyNotPaced(in: agents.group) {
            await pacing.take()?.end()
            await office.live.notPaced(campaign, why: why)
            return false
        }
        if pacing?.isFor(agents) == false { await pacing.take()?.end() }
        var paced: CampaignPacing
        if let pacing { paced = pacing } else {
            paced = try await CampaignPacing(definition, agents, office: office, floor: floor)
        }
        defer { pacing = paced }
        let claim = LineAllotment.Claim(definition)
        let room = min(await lines.free, await office.line.room(for: claim))
        let decision = try await paced.decide(lines: room, closes: definition.window.closes(after: office.now()))
        for id in decision.giveUp { await office.caller.giveUp(CustomerID(number: id)) }
        if decision.place > 0 || paced.team == 0 {
            try await lease(decision.place) { lease in
                let seat = await floor.expectUnseated(
                    AgentWish(campaign: agents, lease), CustomerCard(lease), in: campaign, weight: 1)
                await ring(lease, seat: seat, in: &group)
            }
        }
        try await paced.pause()
        return true
    }
}
