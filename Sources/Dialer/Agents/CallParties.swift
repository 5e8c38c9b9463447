/// Who hears whom in one agent's call, as a value without I/O.
struct CallParties: Hashable, Sendable {
    enum Party: Hashable, Sendable {
        case customer
        case agent
        /// Whom the agent asks for advice.
        case adviser
        case supervisor(Int, SupervisorMode)
    }

    var isHeld = false
    var isMuted = false
    /// An adviser is on the line; until the conference the customer waits with music.
    var hasAdviser = false
    var isConference = false
    var supervisors: [SupervisorMode] = []

    /// Whether the customer has music in place of voices.
    var playsMusic: Bool { isHeld || (hasAdviser && !isConference) }

    var parties: [Party] {
        [.customer, .agent] + (hasAdviser ? [.adviser] : [])
            + supervisors.enumerated().map { .supervisor($0.offset, $0.element) }
    }

    /// Whom a party hears.
    func heard(by listener: Party) -> [Party] { parties.filter { $0 != listener && hears(listener, $0) } }

    private func hears(_ listener: Party, _ speaker: Party) -> Bool {
        switch (listener, speaker) {
        case (.supervisor, .supervisor): false
        case (.supervisor, _): true
        case (.customer, .supervisor(_, let mode)): mode == .barge && !playsMusic
        case (.agent, .supervisor(_, let mode)): mode != .listen
        case (.adviser, .supervisor(_, let mode)): mode == .barge
        case (.customer, .agent): !playsMusic && !isMuted
        case (.agent, .customer): !playsMusic
        case (.customer, .adviser), (.adviser, .customer): isConference && !playsMusic
        case (.agent, .adviser), (.adviser, .agent): true
        case (.customer, .customer), (.agent, .agent), (.adviser, .adviser): false
        }
    }
}

/// How a supervisor takes part in a call.
package enum SupervisorMode: String, Codable, CaseIterable, Sendable {
    /// Nobody hears him.
    case listen
    /// The agent alone hears him.
    case whisper
    /// Everybody hears him.
    case barge
}
