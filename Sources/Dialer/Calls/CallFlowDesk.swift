/// What stands behind a call flow: it answers the flow's questions from the billing file and the database.
protocol CallFlowDesk: Sendable {
    /// Must end in bounded time; what cannot be found out now is `unavailable`.
    func answer(_ question: CallFlowQuestion) async -> CallFlowAnswer
}
