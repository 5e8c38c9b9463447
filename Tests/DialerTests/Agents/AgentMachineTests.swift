import Campaigns
import Testing

@testable import Dialer

@Suite struct AgentMachineTests {
    private static let anna = CustomerID(number: 1)
    private static let bert = CustomerID(number: 2)

    /// An agent who is ready to talk.
    private func ready(_ mode: AgentMachine.PhoneMode) -> AgentMachine {
        var agent = AgentMachine(mode)
        _ = agent.handle(.logIn)
        if mode == .heldOpen { _ = agent.handle(.phoneAnswered) }
        _ = agent.handle(.ready)
        return agent
    }

    @Test func `with the telephone held open a customer is there at once`() {
        var agent = AgentMachine(.heldOpen)
        #expect(agent.handle(.logIn) == [.ringPhone, .changed] && !agent.isAvailable)
        #expect(agent.handle(.ready) == [.changed] && !agent.isAvailable)
        #expect(agent.handle(.phoneAnswered) == [] && agent.isAvailable)
        #expect(agent.handle(.reserve(Self.anna)) == [.connect(Self.anna), .changed] && !agent.isAvailable)
        #expect(
            agent.handle(.customerEnded(Self.anna))
                == [.release(Self.anna, .gone), .startWrapUp(Self.anna), .changed])
        #expect(agent.activity == .wrapUp(Self.anna) && agent.phone == .up)
        #expect(agent.handle(.wrapUpEnded) == [.changed] && agent.isAvailable)
    }

    @Test func `a telephone that is rung each time is rung for the customer, and put down after her`() {
        var agent = ready(.rungEachTime)
        #expect(agent.isAvailable && agent.handle(.reserve(Self.anna)) == [.ringPhone, .changed])
        #expect(agent.handle(.phoneAnswered) == [.connect(Self.anna), .changed])
        #expect(
            agent.handle(.endCall)
                == [.release(Self.anna, .hangUp), .hangUpPhone, .startWrapUp(Self.anna), .changed])
        #expect(agent.handle(.wrapUpEnded) == [.changed] && agent.isAvailable)
    }

    @Test func `no telephone goes on ringing for a customer who has gone`() {
        var agent = ready(.rungEachTime)
        _ = agent.handle(.reserve(Self.anna))
        #expect(agent.handle(.customerEnded(Self.anna)) == [.release(Self.anna, .gone), .hangUpPhone, .changed])
        // An answer that crosses it is put down.
        #expect(agent.handle(.phoneAnswered) == [.hangUpPhone] && agent.isAvailable)
    }

    @Test func `a telephone that isn't answered hands the customer on, and nobody else is brought to it`() {
        var agent = ready(.rungEachTime)
        _ = agent.handle(.reserve(Self.anna))
        #expect(agent.handle(.phoneEnded(.notAnswered)) == [.release(Self.anna, .handOn), .changed])
        #expect(agent.presence == .onBreak(reason: AgentMachine.phoneDidNotAnswer) && !agent.isAvailable)
        #expect(agent.handle(.ready) == [.changed] && agent.isAvailable)
    }

    @Test(arguments: [AgentMachine.PhoneMode.heldOpen, .rungEachTime])
    func `a telephone that is lost in mid-call hands the customer on`(mode: AgentMachine.PhoneMode) {
        var agent = ready(mode)
        _ = agent.handle(.reserve(Self.anna))
        _ = agent.handle(.phoneAnswered)
        #expect(agent.handle(.phoneEnded(.lost)) == [.release(Self.anna, .handOn), .changed])
        #expect(agent.presence == .onBreak(reason: AgentMachine.phoneWasLost) && agent.activity == .idle)
        // Said to be there again, it is rung again.
        let again = agent.handle(.ready)
        #expect(again == (mode == .heldOpen ? [.ringPhone, .changed] : [.changed]))
    }

    @Test func `putting the handset down ends a call for which it was taken up`() {
        var agent = ready(.rungEachTime)
        _ = agent.handle(.reserve(Self.anna))
        _ = agent.handle(.phoneAnswered)
        #expect(
            agent.handle(.phoneEnded(.hungUp))
                == [.release(Self.anna, .hangUp), .startWrapUp(Self.anna), .changed])
        #expect(agent.presence == .ready)
    }

    @Test func `who logs out while a customer is on her way hands her on, who talks is logged out after it`() {
        var agent = ready(.rungEachTime)
        _ = agent.handle(.reserve(Self.anna))
        #expect(agent.handle(.logOut) == [.release(Self.anna, .handOn), .hangUpPhone, .changed])
        #expect(agent.presence == .loggedOut && agent.activity == .idle)
        agent = ready(.heldOpen)
        _ = agent.handle(.reserve(Self.bert))
        #expect(agent.handle(.logOut) == [])
        _ = agent.handle(.endCall)
        #expect(agent.handle(.wrapUpEnded) == [.hangUpPhone, .changed] && agent.presence == .loggedOut)
    }

    @Test func `a customer for somebody who isn't there is handed on at once`() {
        var agent = AgentMachine(.heldOpen)
        #expect(agent.handle(.reserve(Self.anna)) == [.release(Self.anna, .handOn)])
        agent = ready(.heldOpen)
        _ = agent.handle(.reserve(Self.anna))
        #expect(agent.handle(.reserve(Self.bert)) == [.release(Self.bert, .handOn)])
        #expect(agent.activity == .talking(Self.anna))
    }

    @Test func `who is to be logged out when done still takes whom he was reserved for`() {
        var agent = ready(.heldOpen)
        _ = agent.handle(.reserve(Self.anna, isOnLine: false))
        #expect(agent.handle(.logOutWhenDone) == [])
        #expect(agent.handle(.customerAnswered(Self.anna)) == [.connect(Self.anna), .changed])
        _ = agent.handle(.customerEnded(Self.anna))
        #expect(agent.presence == .ready && !agent.isAvailable)
        #expect(agent.handle(.wrapUpEnded) == [.hangUpPhone, .changed])
        #expect(agent.presence == .loggedOut)
        agent = ready(.heldOpen)
        #expect(agent.handle(.logOutWhenDone) == [.hangUpPhone, .changed])
    }

    @Test func `who is reserved for somebody being called is connected when she answers, and free when she doesn't`() {
        var agent = ready(.heldOpen)
        #expect(agent.handle(.reserve(Self.anna, isOnLine: false)) == [.changed])
        #expect(!agent.isAvailable)
        #expect(agent.handle(.customerAnswered(Self.bert)) == [])
        #expect(agent.handle(.customerAnswered(Self.anna)) == [.connect(Self.anna), .changed])
        #expect(agent.handle(.customerAnswered(Self.anna)) == [])
        agent = ready(.rungEachTime)
        _ = agent.handle(.reserve(Self.anna, isOnLine: false))
        #expect(agent.handle(.customerAnswered(Self.anna)) == [.ringPhone])
        #expect(agent.handle(.customerAnswered(Self.anna)) == [])
        #expect(agent.handle(.phoneAnswered) == [.connect(Self.anna), .changed])
        agent = ready(.heldOpen)
        _ = agent.handle(.reserve(Self.anna, isOnLine: false))
        #expect(agent.handle(.customerEnded(Self.anna)) == [.release(Self.anna, .gone), .changed])
        #expect(agent.isAvailable)
    }

    @Test(arguments: [AgentMachine.PhoneMode.heldOpen, .rungEachTime])
    func `who is shown somebody is nobody else's, and reserved for her when he calls`(mode: AgentMachine.PhoneMode) {
        var agent = ready(mode)
        #expect(agent.handle(.preview(Self.anna)) == [.changed] && !agent.isAvailable)
        #expect(agent.handle(.customerAnswered(Self.anna)) == [])
        #expect(agent.handle(.preview(Self.bert)) == [.release(Self.bert, .handOn)])
        #expect(agent.handle(.reserve(Self.bert)) == [.release(Self.bert, .handOn)])
        #expect(agent.handle(.previewCalled) == [.changed] && agent.activity == .reserved(Self.anna))
        #expect(agent.handle(.previewCalled) == [])
        #expect(agent.handle(.customerEnded(Self.anna)) == [.release(Self.anna, .gone), .changed])
        #expect(agent.isAvailable)
    }

    @Test(arguments: [AgentMachine.PhoneMode.heldOpen, .rungEachTime])
    func `who is on the line takes the place of her who rings still`(mode: AgentMachine.PhoneMode) {
        var agent = ready(mode)
        #expect(agent.handle(.takeInstead(Self.bert)) == [.release(Self.bert, .handOn)])
        _ = agent.handle(.reserve(Self.anna, isOnLine: false))
        let actions = agent.handle(.takeInstead(Self.bert))
        let bring = mode == .heldOpen ? AgentMachine.Action.connect(Self.bert) : .ringPhone
        #expect(actions == [.release(Self.anna, .gone), bring, .changed])
        #expect(agent.handle(.customerAnswered(Self.anna)) == [])
        // Nobody takes hers.
        #expect(agent.handle(.takeInstead(Self.anna)) == [.release(Self.anna, .handOn)])
    }

    @Test(arguments: [
        AgentMachine.Event.takeBreak(reason: "lunch"), .logOut, .logOutWhenDone, .phoneEnded(.lost),
    ])
    func `who goes while he is shown somebody gives her back at once`(event: AgentMachine.Event) {
        var agent = ready(.heldOpen)
        _ = agent.handle(.preview(Self.anna))
        let actions = agent.handle(event)
        #expect(actions.contains { if case .release(Self.anna, _) = $0 { true } else { false } })
        #expect(agent.activity == .idle && agent.presence != .ready)
    }

    @Test func `on a break he can call somebody whom he chooses, and is on it again afterwards`() {
        var agent = ready(.heldOpen)
        _ = agent.handle(.takeBreak(reason: "paperwork"))
        #expect(agent.handle(.preview(Self.anna)) == [.release(Self.anna, .handOn)])
        #expect(agent.mayDial && agent.handle(.preview(Self.anna, byHand: true)) == [.changed])
        _ = agent.handle(.previewCalled)
        #expect(agent.handle(.customerAnswered(Self.anna)) == [.connect(Self.anna), .changed])
        _ = agent.handle(.endCall)
        #expect(agent.handle(.wrapUpEnded) == [.changed])
        #expect(agent.presence == .onBreak(reason: "paperwork") && agent.activity == .idle)
        // Ready from the end of the next.
        _ = agent.handle(.preview(Self.bert, byHand: true))
        #expect(agent.handle(.ready) == [])
        #expect(agent.handle(.customerEnded(Self.bert)) == [.release(Self.bert, .gone), .changed])
        #expect(agent.isAvailable)
        _ = agent.handle(.phoneEnded(.lost))
        #expect(!agent.mayDial)
    }

    @Test(arguments: [AgentMachine.PhoneMode.heldOpen, .rungEachTime])
    func `whatever happens, each customer is released once, and nobody is stuck`(
        mode: AgentMachine.PhoneMode
    ) async throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<1_000 {
            // Calls in real time are tested beside this.
            await Task.yield()
            var (agent, owned, released) = (AgentMachine(mode), Set<CustomerID>(), [CustomerID: Int]())
            for step in 0..<60 {
                let event = Self.event(step, agent, &random)
                let actions = agent.handle(event)
                switch event {
                case .reserve(let customer, _), .preview(let customer, _), .takeInstead(let customer):
                    owned.insert(customer)
                default: break
                }
                for case .release(let customer, _) in actions { released[customer, default: 0] += 1 }
                let held = owned.filter { released[$0] == nil }
                #expect(held.count <= 1 && released.values.allSatisfy { $0 == 1 })
                // Whoever isn't released is with the agent, and nobody else.
                switch agent.activity {
                case .previewing(let customer), .reserved(let customer), .talking(let customer):
                    #expect(held == [customer])
                case .idle, .wrapUp: #expect(held.isEmpty)
                }
            }
            // From anywhere he can get ready again.
            for event: AgentMachine.Event in [
                .logIn, .phoneAnswered, .endCall, .wrapUpEnded, .logIn, .ready, .phoneEnded(.hungUp), .ready,
                .phoneAnswered,
            ] { _ = agent.handle(event) }
            #expect(agent.isAvailable)
        }
    }

    private static func event(
        _ step: Int, _ agent: AgentMachine, _ random: inout SplitMix64
    ) -> AgentMachine.Event {
        let customer = CustomerID(number: Int64(step))
        let last = CustomerID(number: Int64(step - 1))
        return [
            .logIn, .ready, .ready, .takeBreak(reason: "lunch"), .logOut, .logOutWhenDone, .phoneAnswered,
            .phoneAnswered,
            .phoneEnded(.hungUp), .phoneEnded(.lost), .phoneEnded(.notAnswered), .reserve(customer), .reserve(customer),
            .reserve(customer, isOnLine: false), .customerAnswered(last), .customerEnded(last), .endCall, .transferred,
            .wrapUpEnded, .wrapUpEnded, .preview(customer), .preview(customer, byHand: true), .previewCalled,
            .takeInstead(customer),
        ].randomElement(using: &random) ?? .logIn
    }
}
