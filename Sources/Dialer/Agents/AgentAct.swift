import Campaigns

/// Something that an agent or supervisor did which the books are to keep.
struct AgentAct: Hashable, Sendable {
    let by: AgentNumber
    /// As the history says that it happened, such as `took over from`.
    let what: String
    /// To what, such as `agent 8001` or `attempt 7`.
    let subject: String
    var detail: String?
    let at: UTCTime
}

extension AgentFloor {
    func keep(_ what: String, by agent: AgentNumber, subject: String, detail: String? = nil) {
        outbox.yield(.act(AgentAct(by: agent, what: what, subject: subject, detail: detail, at: now())))
    }
}
