import Testing

@testable import Dialer

@Suite struct CallPartiesTests {
    /// Who hears whom, a line for each listener.
    private func table(_ parties: CallParties) -> [String] {
        func word(_ party: CallParties.Party) -> String {
            if case .supervisor = party { "supervisor" } else { "\(party)" }
        }
        return parties.parties.map { listener in
            "\(word(listener)): \(parties.heard(by: listener).map(word).joined(separator: " "))"
        }
    }

    @Test func `two hear each other, muted one way, on hold not at all`() {
        #expect(table(CallParties()) == ["customer: agent", "agent: customer"])
        #expect(table(CallParties(isMuted: true)) == ["customer: ", "agent: customer"])
        #expect(table(CallParties(isHeld: true)) == ["customer: ", "agent: "])
        #expect(CallParties(isHeld: true).playsMusic && !CallParties(isMuted: true).playsMusic)
    }

    @Test func `an adviser talks to the agent alone, in a conference to both`() {
        let advice = CallParties(hasAdviser: true)
        #expect(table(advice) == ["customer: ", "agent: adviser", "adviser: agent"] && advice.playsMusic)
        let conference = CallParties(hasAdviser: true, isConference: true)
        #expect(
            table(conference)
                == ["customer: agent adviser", "agent: customer adviser", "adviser: customer agent"])
        #expect(
            table(CallParties(isHeld: true, hasAdviser: true, isConference: true))
                == ["customer: ", "agent: adviser", "adviser: agent"])
    }

    @Test(arguments: SupervisorMode.allCases)
    func `a supervisor hears all, and is heard by none, the agent, or all`(mode: SupervisorMode) {
        let heard = CallParties(supervisors: [mode])
        let (customer, agent) =
            switch mode {
            case .listen: ("agent", "customer")
            case .whisper: ("agent", "customer supervisor")
            case .barge: ("agent supervisor", "customer supervisor")
            }
        #expect(table(heard) == ["customer: \(customer)", "agent: \(agent)", "supervisor: customer agent"])
        #expect(table(CallParties(isHeld: true, supervisors: [mode]))[0] == "customer: ")
    }
}
