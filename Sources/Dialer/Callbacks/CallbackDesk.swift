import Campaigns
import Logging

/// What stands behind one callback: keeps what the person asks for when no agent is there after all.
struct CallbackDesk: CallFlowDesk {
    let callback: Callback
    let attempt: Attempt
    let books: CampaignBooks
    let now: @Sendable () -> UTCTime
    let logger: Logger

    func answer(_ question: CallFlowQuestion) async -> CallFlowAnswer {
        guard case .keep(let wish) = question else { return .refused }
        do {
            return try await keep(wish)
        } catch {
            logger.warning("wish not kept", metadata: ["attempt": "\(attempt.id)", "error": "\(error)"])
            return .unavailable
        }
    }

    private func keep(_ wish: CallerWish) async throws -> CallFlowAnswer {
        switch wish {
        case .callback:
            try await books.callbacks.ask(
                number: callback.number, account: callback.account, language: callback.language,
                wish: callback.wish, attempt: attempt, group: callback.group, dueAt: now(), now: now())
            return .kept
        case .doNotCall:
            try await books.doNotCall.add(
                callback.number, source: "key in a callback", attempt: attempt, now: now())
            return .kept
        case .promise, .alreadyPaid, .billByFax: return .refused
        }
    }
}
