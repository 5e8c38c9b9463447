import Campaigns
import Logging

/// Predictive campaigns: as many calls as will find an agent, decided anew each second.
extension CampaignRunner {
    /// One tick; false where the campaign isn't predictive, or can't be just now and goes one call for each free agent.
    func pace(
        _ definition: CampaignDefinition, isOpen: Bool, _ pacing: inout CampaignPacing?,
        _ group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws -> Bool {
        guard let agents = definition.agents, agents.mode == .predictive, let floor = office.agents else {
            await pacing.take()?.end()
            return false
        }
        guard isOpen else {
            await pacing.take()?.end()
            try await lease(0) { _ in }
            return true
        }
        if let why = await floor.whyNotPaced(in: agents.group) {
            await pacing.take()?.end()
            await office.live.notPaced(campaign, why: why)
            return false
        }
        if pacing?.isFor(agents) == false { await pacing.take()?.end() }
        if pacing == nil { pacing = try await CampaignPacing(definition, agents, office: office, floor: floor) }
        guard var paced = pacing else { return false }
        defer { pacing = paced }
        let claim = LineAllotment.Claim(definition)
        let room = min(await lines.free, await office.line.room(for: claim))
        let decision = try await paced.decide(lines: room, closes: definition.window.closes(after: office.now()))
        for id in decision.giveUp { await office.caller.giveUp(CustomerID(number: id)) }
        if decision.place > 0 || paced.team == 0 {
            try await lease(decision.place) { lease in
                await ring(lease, seat: await paced.expect(lease), in: &group)
            }
        }
        try await paced.pause()
        return true
    }
}
