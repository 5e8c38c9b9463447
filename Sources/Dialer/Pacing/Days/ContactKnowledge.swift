import Campaigns

/// What the pacing of a simulated day knows of contacts.
package enum ContactKnowledge: Hashable, Sendable {
    case nothing
    /// As much as the day says that is known, and truly so.
    case told
    /// What calls have taught, those of days before among them.
    case learned(ContactOdds)

    func weight(of contact: SimulatedContact) -> Double {
        switch self {
        case .nothing: 1
        case .told: contact.weight
        case .learned(let odds): contact.traits.map(odds.weight(of:)) ?? 1
        }
    }

    mutating func learn(_ contact: SimulatedContact, reached: Bool) {
        guard case .learned(var odds) = self, let traits = contact.traits else { return }
        // So that the arrays are changed where they are.
        self = .nothing
        odds.learn(traits, reached: reached)
        self = .learned(odds)
    }
}
