import Campaigns
import Dialer
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// The page of agents, what it shows and what it can do.
struct AgentRoutes: Sendable {
    let floor: AgentFloor
    var access: ConsoleAccess?
    /// A page that hears nothing for longer knows that the dialer is in trouble, and we that the page has gone.
    private static let heartbeat = Duration.seconds(5)
    /// Bytes of a command's body.
    private static let bodyLimit = 4_096

    func add(to router: Router<BasicRequestContext>) {
        for asset in PageAsset.agent {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        let agents = router.group("api/agents").add(middleware: OwnPagesOnly())
        agents.get { _, _ in try Response(json: AgentDirectory(floor.roster)) }
        let own = agents.group("{number}").add(middleware: Requires(.own(or: [.supervisor]), access))
        own.get("events") { _, context in try await events(of: number(context)) }
        own.post("{command}") { request, context in
            let command = try AgentCommand(context.parameters.require("command"), await body(of: request))
            try await perform(command, of: number(context))
            return Response(status: .noContent)
        }
    }

    private func number(_ context: BasicRequestContext) throws -> AgentNumber {
        guard let number = AgentNumber(try context.parameters.require("number")) else {
            throw Refusal(.notFound, "An agent's number has 1 to 12 digits.")
        }
        return number
    }

    private func body(of request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: Self.bodyLimit)
        } catch is NIOTooManyBytesError {
            throw Refusal(.contentTooLarge, "A command has at most \(Self.bodyLimit) bytes.")
        }
    }

    private func perform(_ command: AgentCommand, of number: AgentNumber) async throws {
        do {
            switch command {
            case .logIn: try await floor.logIn(number)
            case .logOut: try await floor.logOut(number)
            case .ready: try await floor.ready(number)
            case .takeBreak(let reason): try await floor.takeBreak(number, reason: reason)
            case .endCall: try await floor.endCall(number)
            case .noticeSaid: try await floor.noticeSaid(number)
            case .endWrapUp: try await floor.endWrapUp(number)
            case .hold(let isOn): try await floor.hold(number, isOn)
            case .mute(let isOn): try await floor.mute(number, isOn)
            case .transfer(let wish):
                guard floor.roster.groups[wish.group] != nil else {
                    throw Refusal(.badRequest, "There is no group “\(wish.group)”.")
                }
                try await floor.transfer(number, to: wish)
            }
        } catch let error as AgentError {
            throw Refusal(error)
        }
    }

    /// The agent's views as server-sent events, until the browser leaves or the dialer shuts down.
    ///
    /// Every event is a whole view, as with the live page.
    /// Standard: HTML Living Standard §9.2.
    private func events(of number: AgentNumber) async throws -> Response {
        let views: AsyncStream<AgentView>
        do {
            views = try await floor.views(of: number)
        } catch let error as AgentError {
            throw Refusal(error)
        }
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
