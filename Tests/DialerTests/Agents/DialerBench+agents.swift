import Campaigns
import PhoneNetwork
import Testing

@testable import Dialer

extension DialerBench {
    /// Logs an agent in, with his telephone held open, and ready for calls.
    func work(_ number: AgentNumber) async throws -> TestTelephones.Call {
        let call = try await logIn(number)
        try await #require(office.agents).ready(number)
        return call
    }

    /// Logs an agent in, who is on a break then.
    func logIn(_ number: AgentNumber) async throws -> TestTelephones.Call {
        try await #require(office.agents).logIn(number)
        let call = try await #require(telephones).answers(number.text)
        _ = try await shows(number) { $0.phone == .up }
        return call
    }

    /// Returns when an agent's page shows this.
    func shows(
        _ number: AgentNumber, _ isShown: @escaping @Sendable (AgentView) -> Bool
    ) async throws -> AgentView {
        let views = try await #require(office.agents).views(of: number)
        return try await within(.seconds(60), "\(number)'s page") {
            for await view in views where isShown(view) { return view }
            throw Missed("\(number)'s page")
        }
    }
}

extension Customer {
    /// She answers and whistles 850 Hz for a while.
    static func whistling(_ telephone: String, for time: Duration = .seconds(2)) -> Customer {
        .talking(telephone, [.speak(.tone(hertz: 850, time)), .wait(.seconds(30))])
    }
}
