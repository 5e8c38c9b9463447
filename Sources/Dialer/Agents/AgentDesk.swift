import Campaigns
import Foundation
import Telephony

/// One agent's place on the floor: what he does, and his telephone.
struct AgentDesk {
    /// The call to his telephone, from the order to ring it to its end.
    struct Phone {
        /// Tells this call from those before.
        var serial: Int
        /// Once it rings.
        var call: SIPCall?
        /// Once it is answered.
        var voice: VoiceCall?
        /// Nothing of it counts any more, whatever it still tells.
        private(set) var isGivenUp = false

        init(serial: Int) { self.serial = serial }

        /// Whether what is told of this call counts still.
        func counts(_ serial: Int) -> Bool { serial == self.serial && !isGivenUp }

        mutating func giveUp() {
            isGivenUp = true
            voice = nil
        }
    }

    /// What an agent whose telephone is held open hears before a customer: 150 ms of 880 Hz.
    static let tone: Playlist = {
        let samples = (0..<1_200).map { Int16(4_000 * sin(2 * .pi * 880 * Double($0) / 8_000)) }
        return Playlist(id: -2, clips: [PromptClip(linear: samples)])
    }()

    let agent: Agent
    /// Among all agents; the same as long as the daemon runs.
    let place: Int64
    /// As a supervisor has changed them since.
    var skills: [String: Int]
    var machine: AgentMachine
    var phone = Phone(serial: 0)
    /// Whom he has, has had last, or is about to have.
    var card: CustomerCard?
    /// Of the call that he has.
    private(set) var wrapUp = Duration.zero
    /// When his time to write down is over.
    var wrapUpEnds: Date?
    var isHeld = false
    var isMuted = false
    /// He said that the talk is nearly over.
    var isNearlyDone = false
    /// Whom he asks for advice in it, as the customer of that one.
    var advice: CustomerID?
    /// Customer and adviser hear each other.
    var isConference = false
    /// Who takes part in his call.
    var supervisors: [AgentNumber: SupervisorMode] = [:]
    /// In whose call he takes part.
    var supervises: AgentNumber?
    var since: UTCTime
    /// What came of his last wish, where it came to nothing.
    var notice: String?
    /// Since when he has had the customer whom he talks to or writes about, and of which group she is.
    var handling: (group: String, since: UTCTime)?
    /// What pages show of him.
    var shown: AgentView?
    /// What the live board shows of him; nil while he is logged out.
    var liveShown: LiveAgent?
    /// Pages that show him.
    var watchers: [Int: AsyncStream<AgentView>.Continuation] = [:]

    init(_ agent: Agent, place: Int64, at time: UTCTime) {
        self.agent = agent
        self.place = place
        skills = agent.skills
        machine = AgentMachine(agent.isHeldOpen ? .heldOpen : .rungEachTime)
        since = time
    }

    var voice: VoiceCall? { phone.voice }

    mutating func begin(_ card: CustomerCard, wrapUp: Duration?) {
        endCall()
        self.card = card
        self.wrapUp = wrapUp ?? .zero
    }

    mutating func endCall() {
        (isHeld, isMuted, isNearlyDone, isConference) = (false, false, false, false)
        (advice, notice) = (nil, nil)
    }

    private var activity: AgentSpan.Activity {
        switch machine.activity {
        case .idle: .idle
        case .previewing: .previewing
        case .reserved: .reserved
        case .talking: .talking
        case .wrapUp: .wrapUp
        }
    }

    /// What the book says of him now; nil for logged out.
    var span: AgentSpan? {
        if machine.presence == .loggedOut { return nil }
        let presence: AgentSpan.Presence = machine.presence == .ready ? .ready : .onBreak
        return AgentSpan(presence, activity, reason: machine.presence.reason, customer: card?.call)
    }

    var live: LiveAgent {
        LiveAgent(
            id: agent.number.text, name: agent.name, presence: AgentView.Presence(machine.presence),
            reason: machine.presence.reason, activity: activity, since: since.date,
            customer: machine.activity == .idle ? nil : card.map { MaskedNumber(masking: $0.number) },
            phone: machine.phone, groups: skills, supervises: supervises?.text)
    }

    var view: AgentView {
        AgentView(
            number: agent.number, name: agent.name, presence: AgentView.Presence(machine.presence),
            reason: machine.presence.reason, next: machine.presenceAfterCall.map(AgentView.Presence.init),
            activity: activity, phone: machine.phone, since: since.date,
            customer: card,
            isHeld: isHeld, isMuted: isMuted, isNearlyDone: isNearlyDone, isConference: isConference,
            supervises: supervises, notice: notice)
    }
}

extension AgentMachine.Presence {
    /// Of a break.
    fileprivate var reason: String? { if case .onBreak(let reason) = self { reason } else { nil } }
}

extension AgentView.Presence {
    fileprivate init(_ presence: AgentMachine.Presence) {
        self =
            switch presence {
            case .loggedOut: .loggedOut
            case .ready: .ready
            case .onBreak: .onBreak
            }
    }
}
