import Campaigns
import ServiceLifecycle

@testable import Dialer

extension DialerBench {
    /// She wants to be called back now.
    func ask(_ customer: Customer, agent: AgentNumber? = nil) async throws {
        try await callbacks.ask(
            number: try Self.plan.e164("021\(customer.telephone)"), account: nil, language: customer.language,
            wish: "clerk", agent: agent, dueAt: .now, now: .now)
    }

    /// The first callback, once it is as it should be.
    func callback(
        _ isSo: @escaping @Sendable (CallbackStatus) -> Bool = { _ in true }
    ) async throws -> CallbackStatus {
        try await until("the callback") { [callbacks] in try await callbacks.status(1).flatMap { isSo($0) ? $0 : nil } }
    }

    /// Returns when a callback waits on the floor for an agent.
    func waitsForAgent() async throws {
        try await until("a wish for an agent") { [office] in
            await office.agents?.guests.values.contains { $0.reservation != nil } == true ? () : nil
        }
    }

    /// Calls them in a service group that can be ended by itself.
    func runCallbacks() throws -> (services: ServiceGroup, task: Task<Void, any Error>) {
        guard let floor = office.agents else { throw Missed("the agents") }
        let runner = CallbackRunner(office: office, floor: floor, book: callbacks, logger: logs.logger)
        let services = ServiceGroup(services: [runner], logger: logs.logger)
        return (services, Task { try await services.run() })
    }
}
