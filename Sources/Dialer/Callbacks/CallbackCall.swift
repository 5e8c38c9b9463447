import Campaigns
import Logging
import Telephony

/// One callback being called: from its lease to the record.
struct CallbackCall {
    /// Like a campaign's that doesn't say it.
    private static let ringing = Duration.seconds(30)

    private let callback: Callback
    private let wish: AgentWish
    private let seat: CustomerID
    /// Nil where it is to be taken right before the dial.
    private let lease: CallbackLease?
    private let office: CallOffice
    private let floor: AgentFloor
    private let book: CallbackBook
    private let logger: Logger

    /// - Parameter seat: as whom the floor expects the person, for whom an agent is reserved.
    init(
        _ callback: Callback, _ wish: AgentWish, seat: CustomerID, lease: CallbackLease? = nil, office: CallOffice,
        floor: AgentFloor,
        book: CallbackBook, logger: Logger
    ) {
        self.callback = callback
        self.wish = wish
        self.seat = seat
        self.lease = lease
        self.office = office
        self.floor = floor
        self.book = book
        var logger = logger
        logger[metadataKey: "callback"] = "\(callback.id)"
        self.logger = logger
    }

    func run() async {
        let line = office.caller.line
        await line.take(.callbacks)
        var talk: (CallbackLease, Attempt)?
        do {
            if let (lease, attempt) = try await begin(), try await ringAndRecord(lease, attempt) {
                talk = (lease, attempt)
            }
        } catch {
            logger.error("callback not called", metadata: ["error": "\(error)"])
        }
        await floor.forget(seat)
        await line.release(.callbacks)
        guard let (lease, attempt) = talk else { return }
        await office.settle(attempt, on: floor, logger: logger) {
            try await book.settleTalk(attempt, under: lease, now: office.now())
        }
    }

    private var callerID: String { office.site.serviceNumber }

    /// Nil where its agent is gone, somebody else has it meanwhile, or the rules forbid it now; the lease is given back then, also by a
    /// failure.
    private func begin() async throws -> (CallbackLease, Attempt)? {
        guard let lease = try await takeLease() else { return nil }
        do {
            let begun = try await book.beginAttempt(
                under: lease, trunk: office.caller.line.trunk.name, callerID: callerID, now: office.now())
            guard case .begun(let attempt) = begun else { return nil }
            return (lease, attempt)
        } catch {
            logger.warning("callback not called now", metadata: ["error": "\(error)"])
            try await office.insist(logger: logger) {
                try await book.release(lease, until: office.now() + .seconds(60), reason: "\(error)")
            }
            return nil
        }
    }

    private func takeLease() async throws -> CallbackLease? {
        guard await floor.hasAgent(seat) else {
            if let lease {
                try await book.release(lease, until: office.now(), reason: "its agent left before the call")
            }
            return nil
        }
        if let lease { return lease }
        guard case .leased(let lease) = try await book.lease(callback, now: office.now()) else { return nil }
        return lease
    }

    /// Returns whether an agent talked, who has still to say what came of it.
    private func ringAndRecord(_ lease: CallbackLease, _ attempt: Attempt) async throws -> Bool {
        let history = CustomerHistory(database: office.database)
        var card = CustomerCard(callback)
        card.begin(attempt)
        card.history = (try? await history.events(number: callback.number, account: callback.account)) ?? []
        await floor.present(card, to: seat)
        let result = await ring(attempt, card)
        await office.live.callEnded(attempt)
        let fate: CallbackFate? = try await office.insist(logger: logger) {
            if result.agent != nil {
                try await book.finishTalk(attempt, under: lease, result, now: office.now())
                return nil
            }
            return try await book.finish(attempt, under: lease, result, now: office.now())
        }
        logger.info(
            "callback called",
            metadata: [
                "attempt": "\(attempt.id)", "outcome": "\(result.outcome.rawValue)",
                "fate": "\(fate.map { "\($0)" } ?? "for the agent to say")",
            ])
        return fate == nil
    }

    private func ring(_ attempt: Attempt, _ card: CustomerCard) async -> AttemptResult {
        let caller = office.caller
        let dialled = await caller.ring(
            caller.line.trunk.dialled(callback.number.text), callID: office.callID(attempt), callerID: callerID,
            ringLimit: max(Self.ringing, book.leastRinging)
        ) { step in await office.record(step, of: attempt, kind: .callback) }
        switch dialled {
        case .notPlaced(let reason): return .notPlaced(reason, at: office.now())
        case .ended(let end): return AttemptResult(end)
        case .answered(let answered):
            return await connect(answered.voice(on: caller.media, limits: office.limits), attempt, card)
        }
    }

    private func connect(_ voice: VoiceCall, _ attempt: Attempt, _ card: CustomerCard) async -> AttemptResult {
        // Whose agent is lost in the moment of the answer talks to any other.
        let flow = ConnectFlow(
            AgentWish(group: wish.group, priority: wish.priority), language: callback.language ?? .mandarin,
            questionsNumber: office.site.serviceNumber, patience: office.patience)
        let desk = CallbackDesk(
            callback: callback, attempt: attempt, books: office.books, now: office.time.now, logger: logger)
        var performer = CallFlowPerformer(
            flow, on: voice, prompts: office.prompts, desk: desk,
            agents: AgentAccess(floor: floor, card: card, expected: seat), limit: office.limits.call)
        return AttemptResult(await performer.run())
    }
}

extension CustomerCard {
    init(_ callback: Callback) {
        self.init(
            kind: .callback, call: "callback \(callback.id)", title: callback.wish, number: callback.number.text,
            account: callback.account, language: callback.language)
    }
}
