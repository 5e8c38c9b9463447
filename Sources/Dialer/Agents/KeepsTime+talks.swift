import Campaigns
import Logging

extension KeepsTime {
    /// Waits for what the agent says came of a talk, and decides by that what becomes of whom he talked to.
    func settle<Fate: Sendable>(
        _ talk: Attempt, on floor: AgentFloor?, logger: Logger, _ decide: () async throws -> Fate
    ) async {
        await floor?.talkIsOver(CustomerCard.call(of: talk))
        do {
            let fate = try await insist(logger: logger, decide)
            logger.info("talk settled", metadata: ["attempt": "\(talk.id)", "fate": "\(fate)"])
        } catch {
            logger.error("talk not settled", metadata: ["attempt": "\(talk.id)", "error": "\(error)"])
        }
    }
}
