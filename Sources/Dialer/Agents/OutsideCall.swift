import Campaigns

/// A call to somebody outside, for an agent and his customer, as a value without I/O.
///
/// It has one owner at every moment: the agent, the customer, or nobody, and then it is being ended. Whatever happens, it
/// is hung up once or ends by itself.
struct OutsideCall: Sendable {
    enum State: Hashable, Sendable {
        /// Rings, or waits for a line; where nobody answers the customer stays her agent's.
        ///
        /// - Parameter handsOn: whether the customer is theirs as soon as they answer; else the agent talks to them first.
        case ringing(AgentNumber, CustomerID, handsOn: Bool)
        /// Rings for a customer who was to be handed on, and whose agent has gone meanwhile.
        case ringingFor(CustomerID)
        /// The agent talks to them; the customer is his still.
        case advising(AgentNumber, CustomerID)
        /// The customer talks to them, and no agent.
        case bridged(CustomerID)
        case over
    }

    enum Event: Hashable, CaseIterable, Sendable {
        case answered
        /// Nobody answers, it can't be placed, or they hang up.
        case ended
        /// The agent hands the customer on to whom he has asked.
        case completed
        /// The agent has lost the customer, or put down his telephone.
        case agentLeft
        case customerLeft
        /// It isn't wanted any more; the customer stays her agent's.
        case dropped
    }

    enum Action: Hashable, Sendable {
        case hangUp
        /// The agent and his customer hear somebody else now.
        case rewire(AgentNumber)
        /// The customer is the agent's no more; `bridge` follows once he has let go of her.
        case takeFrom(AgentNumber, CustomerID)
        /// Lets the customer and them hear each other.
        case bridge(CustomerID)
        /// Somebody else must take her, before all who wait.
        case handOn(CustomerID)
        /// Her call is over.
        case end(CustomerID)
    }

    private(set) var state: State

    init(for agent: AgentNumber, _ customer: CustomerID, handsOn: Bool) {
        state = .ringing(agent, customer, handsOn: handsOn)
    }

    mutating func handle(_ event: Event) -> [Action] {
        switch (state, event) {
        // An answer may cross our hanging up.
        case (.over, .answered): return [.hangUp]
        case (.over, _): return []

        case (.ringing(let agent, let customer, handsOn: true), .answered):
            return become(.bridged(customer), .takeFrom(agent, customer))
        case (.ringing(let agent, let customer, handsOn: false), .answered):
            return become(.advising(agent, customer), .rewire(agent))
        case (.ringing(let agent, _, _), .ended), (.advising(let agent, _), .ended):
            return become(.over, .rewire(agent))
        case (.ringing(let agent, _, _), .dropped), (.advising(let agent, _), .dropped):
            return become(.over, .hangUp, .rewire(agent))
        case (.ringing(_, let customer, handsOn: true), .agentLeft): return become(.ringingFor(customer))
        case (.ringing, .agentLeft), (.ringing, .customerLeft), (.advising, .agentLeft), (.advising, .customerLeft):
            return become(.over, .hangUp)
        case (.ringing, .completed): return []

        case (.ringingFor(let customer), .answered): return become(.bridged(customer), .bridge(customer))
        case (.ringingFor(let customer), .ended): return become(.over, .handOn(customer))
        case (.ringingFor(let customer), .dropped): return become(.over, .hangUp, .handOn(customer))
        case (.ringingFor, .customerLeft): return become(.over, .hangUp)
        case (.ringingFor, .completed), (.ringingFor, .agentLeft): return []

        case (.advising(let agent, let customer), .completed):
            return become(.bridged(customer), .takeFrom(agent, customer))
        case (.advising, .answered): return []

        case (.bridged(let customer), .ended): return become(.over, .end(customer))
        case (.bridged, .customerLeft): return become(.over, .hangUp)
        case (.bridged, .answered), (.bridged, .completed), (.bridged, .agentLeft), (.bridged, .dropped): return []
        }
    }

    private mutating func become(_ next: State, _ actions: Action...) -> [Action] {
        state = next
        return actions
    }

    /// Whose it is while the customer is with her agent.
    var agent: AgentNumber? {
        switch state {
        case .ringing(let agent, _, _), .advising(let agent, _): agent
        case .ringingFor, .bridged, .over: nil
        }
    }

    /// Whose it is once her agent has gone.
    var customer: CustomerID? {
        switch state {
        case .ringingFor(let customer), .bridged(let customer): customer
        case .ringing, .advising, .over: nil
        }
    }

    /// Whether the customer is handed on, and they have not answered yet.
    var isHandingOn: Bool { if case .ringing(_, _, handsOn: true) = state { true } else { false } }

    /// Whether the agent talks to them.
    var isAdvising: Bool { if case .advising = state { true } else { false } }
}
