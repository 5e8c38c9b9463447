import Campaigns
import Dialer
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// The page of agents, what it shows and what it can do.
struct AgentRoutes: Sendable {
    let floor: AgentFloor
    /// Nil where nobody is called by hand.
    let work: AgentWork?
    /// Nil where nothing is kept of what agents say.
    var dispositions: DispositionDesk?
    var access: ConsoleAccess?
    /// A page that hears nothing for longer knows that the dialer is in trouble, and we that the page has gone.
    private static let heartbeat = Duration.seconds(5)

    func add(to router: Router<BasicRequestContext>) {
        for asset in PageAsset.agent {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        let agents = router.group("api/agents").add(middleware: OwnPagesOnly())
        agents.get { _, _ in try Response(json: AgentDirectory(floor.roster, zone: dispositions?.office.site.zone)) }
        let own = agents.group("{number}").add(middleware: Requires(.own(or: [.supervisor]), access))
        own.get("events") { _, context in try await events(of: context.agent()) }
        own.get("work") { _, context in
            let number = try context.agent()
            return try await refusing { try Response(json: try await work?.list(for: number) ?? []) }
        }
        own.post("{command}") { request, context in
            let command = try AgentCommand(context.parameters.require("command"), await CommandBody.collect(request))
            try await perform(command, of: context.agent())
            return Response(status: .noContent)
        }
    }

    private func perform(_ command: AgentCommand, of number: AgentNumber) async throws {
        try await refusing {
            switch command {
            case .logIn: try await floor.logIn(number)
            case .logOut: try await floor.logOut(number)
            case .ready: try await floor.ready(number)
            case .takeBreak(let reason): try await floor.takeBreak(number, reason: reason)
            case .endCall: try await floor.endCall(number)
            case .noticeSaid: try await floor.noticeSaid(number)
            case .nearlyDone: try await floor.nearlyDone(number)
            case .endWrapUp: try await floor.endWrapUp(number)
            case .hold(let isOn): try await floor.hold(number, isOn)
            case .mute(let isOn): try await floor.mute(number, isOn)
            case .transfer(let wish):
                guard floor.roster.groups[wish.group] != nil else {
                    throw Refusal(.badRequest, "There is no group “\(wish.group)”.")
                }
                try await floor.transfer(number, to: wish)
            case .take(let item): try await byHand.take(item, by: number)
            case .call(let item?): try await byHand.call(item, by: number)
            case .call(nil): try await floor.call(number)
            case .skip: try await floor.skip(number)
            case .dispose(let wish): try await desk().dispose(number, wish)
            case .faxBill(let goal): try await desk().faxBill(number, to: goal)
            case .transferOutside(let name): try await floor.transfer(number, outside: name)
            case .consult(let other): try await floor.consult(number, other)
            case .consultOutside(let name): try await floor.consult(number, outside: name)
            case .conference: try await floor.conference(number)
            case .completeTransfer: try await floor.completeTransfer(number)
            case .endConsultation: try await floor.endConsultation(number)
            case .record: try await floor.record(number)
            case .pauseRecording(let isOn): try await floor.pauseRecording(number, isOn)
            }
        }
    }

    private var byHand: AgentWork {
        get throws {
            guard let work else { throw Refusal(.notFound, "Nobody is called by hand here.") }
            return work
        }
    }

    /// Says in a sentence what an agent can't have.
    private func refusing<Done>(_ deed: () async throws -> Done) async throws -> Done {
        do {
            return try await deed()
        } catch let error as AgentError {
            throw Refusal(error)
        }
    }

    private func desk() throws -> DispositionDesk {
        guard let dispositions else { throw Refusal(.notFound, "Nothing is kept here of what came of calls.") }
        return dispositions
    }

    /// The agent's views as server-sent events, until the browser leaves or the dialer shuts down.
    ///
    /// Every event is a whole view, as with the live page.
    /// Standard: HTML Living Standard §9.2.
    private func events(of number: AgentNumber) async throws -> Response {
        let views = try await refusing { try await floor.views(of: number) }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream"],
            body: ResponseBody { [floor] writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                for await view in views.repeated(each: Self.heartbeat).cancelOnGracefulShutdown() {
                    try await writer.write(
                        LiveJSON.event("view", of: AgentMoment(at: floor.time.now().date, view: view)))
                }
                try await writer.finish(nil)
            }
        )
    }
}
