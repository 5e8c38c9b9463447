package import Campaigns

/// Agents who see whom they are to call before anybody is called.
extension AgentFloor {
    /// What came of a card that an agent was shown.
    enum PreviewEnd: Hashable, Sendable {
        /// He calls her: he is reserved for her from now on.
        case called
        case skipped(AgentNumber)
        /// He has gone, or his telephone has.
        case left(AgentNumber)
    }

    struct Preview {
        let end: AsyncStream<PreviewEnd>.Continuation
        let view: AgentView.Preview
    }

    /// Shows a card to the best free agent; nil where none is free.
    ///
    /// The one element says what came of it. `forget` follows in any case, and before it `wait`, where she answers.
    func preview(
        _ wish: AgentWish, _ card: CustomerCard, _ terms: CampaignDefinition.Agents.Preview
    ) -> (id: CustomerID, end: AsyncStream<PreviewEnd>)? {
        distributor.take(for: wish).map { show(card, wish, terms, to: $0, byHand: false) }
    }

    /// Shows an agent the card of somebody whom he chose.
    ///
    /// Throws: where he can't call anybody now.
    func previewByHand(
        _ number: AgentNumber, _ wish: AgentWish, _ card: CustomerCard
    ) throws -> (id: CustomerID, end: AsyncStream<PreviewEnd>) {
        try refuseUnlessFree(number)
        stopSupervising(number)
        return show(card, wish, Self.byHand, to: number, byHand: true)
    }

    /// Whom an agent chose and then leaves alone is anybody's again.
    private static let byHand = CampaignDefinition.Agents.Preview(time: .seconds(600), then: .skip)

    /// Throws: where an agent can't call anybody now, and why.
    func refuseUnlessFree(_ number: AgentNumber) throws {
        guard let machine = desks[number]?.machine else { throw AgentError.unknown(number) }
        guard !isClosing else { throw AgentError(.closing, "The dialer is being stopped; nobody is called any more.") }
        if machine.presence == .loggedOut {
            throw AgentError(.notAllowed, "Agent \(number) is logged out. Log in first.")
        }
        guard machine.activity == .idle else {
            throw AgentError(.notAllowed, "You have somebody already. Finish with that customer first.")
        }
        guard machine.mayDial else {
            throw AgentError(.notAllowed, "Your telephone is not connected. Say that you are ready, and pick it up.")
        }
    }

    private func show(
        _ card: CustomerCard, _ wish: AgentWish, _ terms: CampaignDefinition.Agents.Preview, to number: AgentNumber,
        byHand: Bool
    ) -> (id: CustomerID, end: AsyncStream<PreviewEnd>) {
        let (end, continuation) = AsyncStream.makeStream(of: PreviewEnd.self)
        let id = nextCustomer()
        let view = AgentView.Preview(until: (now() + terms.time).date, then: terms.then)
        guests[id] = Guest(
            wish: wish, card: card, preview: Preview(end: continuation, view: view), agent: number, since: now())
        desks[number]?.card = card
        deal(.preview(id, byHand: byHand), to: number)
        Workplace.begin { [clock = time.clock] in
            try? await clock.sleep(for: terms.time)
            await self.previewIsOver(id)
        }
        return (id, end)
    }

    /// Calls whom the agent is shown.
    package func call(_ number: AgentNumber) throws { call(try previewed(by: number), number) }

    /// Leaves whom the agent is shown for later.
    package func skip(_ number: AgentNumber) throws { skip(try previewed(by: number), number) }

    private func call(_ id: CustomerID, _ number: AgentNumber) {
        guests[id]?.preview?.end.yield(.called)
        guests[id]?.preview?.end.finish()
        guests[id]?.preview = nil
        deal(.previewCalled, to: number)
    }

    private func skip(_ id: CustomerID, _ number: AgentNumber) {
        endPreview(id, .skipped(number))
        deal(.customerEnded(id), to: number)
    }

    /// She was not called; nobody expects her any more.
    func endPreview(_ id: CustomerID, _ end: PreviewEnd) {
        guests[id]?.preview?.end.yield(end)
        guests[id]?.preview?.end.finish()
        guests[id] = nil
    }

    private func previewIsOver(_ id: CustomerID) {
        guard let preview = guests[id]?.preview, let agent = guests[id]?.agent else { return }
        switch preview.view.then {
        case .call: call(id, agent)
        case .skip: skip(id, agent)
        }
    }

    /// Whether an agent is shown just this one.
    func previews(_ number: AgentNumber, _ item: WorkItem.ID) -> Bool {
        guard let id = try? previewed(by: number) else { return false }
        return guests[id]?.card.call == item.description
    }

    func skills(of number: AgentNumber) throws -> [String: Int] {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        return desk.skills
    }

    private func previewed(by number: AgentNumber) throws -> CustomerID {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        guard case .previewing(let customer) = desk.machine.activity else {
            throw AgentError(.notAllowed, "You are shown nobody to call just now.")
        }
        return customer
    }
}
