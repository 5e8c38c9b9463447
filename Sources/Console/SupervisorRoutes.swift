import Campaigns
import Dialer
import HTTPTypes
import Hummingbird

/// The page of supervisors and what they can do; what they see is the live board's stream of events.
struct SupervisorRoutes: Sendable {
    let floor: AgentFloor
    /// Nil where no campaigns are run.
    let campaigns: CampaignControl?
    let access: ConsoleAccess?

    func add(to router: Router<BasicRequestContext>) {
        for asset in PageAsset.supervisor {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        router.group("api/supervisors").add(middleware: OwnPagesOnly())
            .group("{number}").add(middleware: Requires(.ownAs(.supervisor), access))
            .post("{command}") { request, context in
                let command = try SupervisorCommand(
                    context.parameters.require("command"), await CommandBody.collect(request))
                do {
                    try await perform(command, by: context.agent())
                } catch let error as AgentError {
                    throw Refusal(error)
                } catch let error as CampaignsError {
                    throw Refusal(error)
                }
                return Response(status: .noContent)
            }
    }

    private func perform(_ command: SupervisorCommand, by number: AgentNumber) async throws {
        try await floor.requireSupervisor(number)
        switch command {
        case .supervise(let agent, let mode): try await floor.supervise(number, agent, mode)
        case .stop: await floor.stopSupervising(number)
        case .takeOver: try await floor.takeOver(number)
        case .logOut(let agent): try await floor.logOut(agent, by: number)
        case .takeBreak(let agent, let reason): try await floor.takeBreak(agent, reason: reason, by: number)
        case .change(let agent, let groups): try await floor.change(agent, to: groups, by: number)
        case .setLines(let campaign, let lines):
            try await control(campaign).change(lines: lines, of: campaign, by: number)
        case .pause(let campaign): try await control(campaign).pause(campaign, by: number)
        case .resume(let campaign): try await control(campaign).resume(campaign, by: number)
        }
    }

    private func control(_ campaign: String) throws(Refusal) -> CampaignControl {
        guard let campaigns else { throw Refusal(.notFound, "There is no campaign “\(campaign)”.") }
        return campaigns
    }
}
