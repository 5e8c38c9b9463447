/// How a predictive campaign dials, and why.
package struct LivePacing: Sendable, Equatable, Codable, Identifiable {
    /// The campaign's.
    package var id: LiveCampaign.ID
    package var words: String
    /// Nil where it goes one call for each free agent.
    package var figures: PacingReason?

    package init(id: LiveCampaign.ID, words: String, figures: PacingReason? = nil) {
        (self.id, self.words, self.figures) = (id, words, figures)
    }
}

extension LiveFeed {
    func paced(_ campaign: String, _ reason: PacingReason) async {
        await board.apply(.pacing(LivePacing(id: campaign, words: "\(reason)", figures: reason)))
    }

    /// It can't be paced now.
    func notPaced(_ campaign: String, why: String) async {
        await board.apply(.pacing(LivePacing(id: campaign, words: "One call for each free agent: \(why).")))
    }

    func pacingEnded(_ campaign: String) async { await board.apply(.pacingEnded(id: campaign)) }
}
