package import Campaigns

/// What came of calls, as agents say it: one word for each call, by who talked to the customer last.
extension AgentFloor {
    /// A customer's talk with agents, until the last of them has nothing more to say of it.
    struct Talk {
        /// Who talks to her, or did so last: he says what came of it.
        var agent: AgentNumber
        let card: CustomerCard
        let group: String
        /// Something of it is being written down; one thing after the other.
        var isStoring = false
        /// The time for it was over meanwhile.
        var isLate = false
        /// What the agent said, once it is on disk.
        var outcome: Disposition?
        /// Where her bill is on its way to.
        var faxes: Set<String> = []
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    func beginTalk(_ customer: CustomerID, _ guest: Guest, with number: AgentNumber) {
        // An adviser says nothing of somebody else's customer.
        guard guest.asks == nil else { return }
        talks[customer, default: Talk(agent: number, card: guest.card, group: guest.wish.group)].agent = number
    }

    /// Returns when the agents have nothing more to say of a call: its customer has gone, and the last wrap-up is over.
    func talkIsOver(_ call: String) async {
        guard let customer = talks.first(where: { $0.value.card.call == call })?.key else { return }
        await withCheckedContinuation { talks[customer]?.waiters.append($0) }
    }

    /// To be called after whatever may end one.
    func endTalks() {
        let over = talks.filter { isOver($0.value, of: $0.key) }
        for (customer, talk) in over.sorted(by: { $0.key.number < $1.key.number }) {
            talks[customer] = nil
            for waiter in talk.waiters { waiter.resume() }
        }
    }

    private func isOver(_ talk: Talk, of customer: CustomerID) -> Bool {
        guard !talk.isStoring, guests[customer] == nil else { return false }
        return desks[talk.agent]?.machine.activity.isTalk(of: customer) != true
    }

    // MARK: Storing

    /// The talk of which an agent is about to say something; nobody says anything else of it until `endStoring`.
    func beginStoring(_ number: AgentNumber) throws -> (customer: CustomerID, talk: Talk) {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        guard let customer = desk.machine.activity.talk else {
            throw AgentError(.noCall, "Agent \(number) has no call, and none to write down.")
        }
        guard let talk = talks[customer] else {
            throw AgentError(.notAllowed, "You gave advice; who has the customer says what came of the call.")
        }
        guard talk.agent == number else {
            throw AgentError(.notAllowed, "The customer has gone on to agent \(talk.agent), who says what came of it.")
        }
        if desk.machine.activity == .wrapUp(customer),
            distributor.position(of: customer) != nil || guests[customer]?.agent != nil
        {
            throw AgentError(.notAllowed, "The customer waits for another agent, who says what came of it.")
        }
        guard !talk.isStoring else {
            throw AgentError(.notAllowed, "What you said before is still being stored. Wait a moment.")
        }
        talks[customer]?.isStoring = true
        return (customer, talk)
    }

    /// It is on disk, or could not be stored.
    ///
    /// A word in wrap-up is what the wrap-up is for, and ends it.
    func endStoring(_ customer: CustomerID, outcome: Disposition? = nil, fax: String? = nil) {
        guard var talk = talks[customer] else { return }
        talk.isStoring = false
        talk.outcome = talk.outcome ?? outcome
        if let fax { talk.faxes.insert(fax) }
        talks[customer] = talk
        if desks[talk.agent]?.machine.activity == .wrapUp(customer), outcome != nil || talk.isLate {
            deal(.wrapUpEnded, to: talk.agent)
        }
        show(talk.agent)
        endTalks()
    }

    /// Whether the end of a wrap-up waits for what the agent has just said.
    func waitsForStoring(_ customer: CustomerID) -> Bool {
        guard talks[customer]?.isStoring == true else { return false }
        talks[customer]?.isLate = true
        return true
    }

    // MARK: Showing

    /// What the agents of this talk can say.
    func choices(_ talk: Talk) -> [Disposition] {
        roster.dispositions(of: talk.group).filter { disposition in
            if disposition.does.wantsAccount, talk.card.account == nil { return false }
            return !disposition.does.isAboutDialling || talk.card.attempt != nil
        }
    }

    func showOutcome(_ view: inout AgentView, of desk: AgentDesk) {
        guard let customer = desk.machine.activity.talk, let talk = talks[customer], talk.agent == desk.agent.number
        else { return }
        if desk.machine.activity == .wrapUp(customer) { view.wrapUpEnds = desk.wrapUpEnds }
        view.outcome = talk.outcome.map(DispositionChoice.init)
        if talk.outcome == nil { view.dispositions = choices(talk).map(DispositionChoice.init) }
    }
}

extension AgentMachine.Activity {
    /// Whom he talks to, or has talked to and writes down.
    fileprivate var talk: CustomerID? {
        switch self {
        case .talking(let customer), .wrapUp(let customer): customer
        case .idle, .reserved, .previewing: nil
        }
    }

    fileprivate func isTalk(of customer: CustomerID) -> Bool { talk == customer }
}

/// One thing that an agent can say came of his call.
package struct DispositionChoice: Hashable, Codable, Sendable {
    package let code: String
    package let title: String
    package let does: Disposition.Deed
    /// Of the page; nil where it has none.
    package let key: String?

    init(_ disposition: Disposition) {
        (code, title) = (disposition.code, disposition.title)
        (does, key) = (disposition.does, disposition.key)
    }
}
