package import Campaigns
package import Logging
import ServiceLifecycle

/// Whom agents choose themselves to call: contacts of the manual campaigns of their groups, and callbacks of nobody's group or
/// their own.
///
/// Nothing rings by itself here. Who is chosen goes the way of all: lease, card, gate, attempt, record. On graceful shutdown
/// nobody is taken any more, and calls that are up come to their end.
package struct AgentWork: Service {
    private let office: CampaignOffice
    private let callOffice: CallOffice
    package let floor: AgentFloor
    private let callbacks: CallbackBook
    private let begun: AsyncStream<@Sendable () async -> Void>
    private let beginning: AsyncStream<@Sendable () async -> Void>.Continuation
    private let logger: Logger

    package init(office: CallOffice, floor: AgentFloor, callbacks: CallbackBook, logger: Logger) {
        self.office = CampaignOffice(office, logger: logger)
        callOffice = office
        self.floor = floor
        self.callbacks = callbacks
        self.logger = logger
        (begun, beginning) = AsyncStream.makeStream()
    }

    package func run() async throws {
        try await untilShutdown {
            await withDiscardingTaskGroup { group in
                for await work in begun { group.addTask { await work() } }
            }
        }
    }

    /// Whom an agent may choose, those first who can be called now; the others with why not.
    package func list(for number: AgentNumber) async throws -> [WorkItem] {
        let skills = try await floor.skills(of: number)
        let now = office.now()
        var items = try await callbacks.byHand(for: number, now: now).map { WorkItem($0) }
        for campaign in try await office.books.contacts.campaigns() where campaign.isManual(for: skills) {
            items += try await office.books.contacts.work(in: campaign.name, now: now)
        }
        return items.filter { $0.whyNot == nil } + items.filter { $0.whyNot != nil }
    }

    /// Takes somebody for an agent, who sees her card from then on, and calls her by `AgentFloor.call`.
    ///
    /// Throws: `AgentError` with why she can't be called, or the agent can't call.
    package func take(_ item: WorkItem.ID, by number: AgentNumber) async throws {
        try await floor.refuseUnlessFree(number)
        switch item {
        case .contact(let id): try await take(contact: id, number)
        case .callback(let id): try await take(callback: id, number)
        }
    }

    /// Takes somebody where the agent hasn't got her yet, and calls her.
    package func call(_ item: WorkItem.ID, by number: AgentNumber) async throws {
        if await !floor.previews(number, item) { try await take(item, by: number) }
        try await floor.call(number)
    }

    // MARK: Contacts

    private func take(contact id: Int64, _ number: AgentNumber) async throws {
        let contacts = office.books.contacts
        guard let campaign = try await contacts.campaign(ofContact: id), let agents = campaign.agents,
            campaign.isManual(for: try await floor.skills(of: number))
        else { throw Self.notListed(.contact(id)) }
        let lease: ContactLease
        switch try await contacts.lease(contact: id, now: office.now()) {
        case .leased(let taken): lease = taken
        case .refused(let why): throw AgentError(.notAllowed, why)
        }
        guard let look = try await ContactCall(lease, office: office, logger: logger).look() else {
            throw AgentError(.notAllowed, try await contacts.standing(ofContact: id))
        }
        let preview = PreviewCall(lease, office: office, floor: floor, logger: logger)
        do {
            let (seat, end) = try await floor.previewByHand(
                number, AgentWish(campaign: agents, lease), CustomerCard(lease, owing: look.due, history: look.history))
            try await begin(seat) { await preview.follow(seat, end) }
        } catch {
            await preview.giveBack(until: office.now(), reason: "agent \(number) took somebody else")
            throw error
        }
    }

    // MARK: Callbacks

    private func take(callback id: Int64, _ number: AgentNumber) async throws {
        guard let callback = try await callbacks.byHand(for: number, now: office.now()).first(where: { $0.id == id })
        else { throw Self.notListed(.callback(id)) }
        let lease: CallbackLease
        switch try await callbacks.lease(callback, now: office.now()) {
        case .leased(let taken): lease = taken
        case .gone: throw AgentError(.notAllowed, "Callback \(id) is somebody else's already. Choose another.")
        case .notNow(_, let reasons), .never(let reasons):
            throw AgentError(.notAllowed, "Callback \(id) is not called now: \(reasons.sentence)")
        }
        let group = try await floor.skills(of: number).keys.min() ?? ""
        let wish = AgentWish(group: callback.group ?? group, agent: number)
        do {
            let (seat, end) = try await floor.previewByHand(number, wish, CustomerCard(callback))
            try await begin(seat) { await follow(lease, wish, seat, end) }
        } catch {
            try await callbacks.release(lease, until: office.now(), reason: "agent \(number) took somebody else")
            throw error
        }
    }

    private func follow(
        _ lease: CallbackLease, _ wish: AgentWish, _ seat: CustomerID, _ ends: AsyncStream<AgentFloor.PreviewEnd>
    ) async {
        var end: AgentFloor.PreviewEnd?
        for await element in ends { end = element }
        if end == .called, !Task.isCancelled {
            return await Workplace.begin {
                await CallbackCall(
                    lease.callback, wish, seat: seat, lease: lease, office: callOffice, floor: floor, book: callbacks,
                    logger: logger
                ).run()
            }.value
        }
        do {
            // Somebody was promised a call: it stays due.
            try await callbacks.release(lease, until: office.now(), reason: "agent \(wish.agent?.text ?? "") left it")
        } catch {
            logger.error("callback not given back", metadata: ["error": "\(error)"])
        }
        await floor.forget(seat)
    }

    private func begin(_ seat: CustomerID, _ work: @escaping @Sendable () async -> Void) async throws {
        guard case .terminated = beginning.yield(work) else { return }
        await floor.forget(seat)
        throw AgentError(.closing, "The dialer is being stopped; nobody is called any more.")
    }

    private static func notListed(_ item: WorkItem.ID) -> AgentError {
        AgentError(.notAllowed, "There is no \(item) on your list now. Look at the list again.")
    }
}

extension CampaignDefinition {
    fileprivate func isManual(for skills: [String: Int]) -> Bool {
        agents.map { $0.mode == .manual && skills[$0.group] != nil } ?? false
    }
}
