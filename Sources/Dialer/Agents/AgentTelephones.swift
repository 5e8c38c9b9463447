import Campaigns
import Telephony

/// Rings the telephones of agents.
struct AgentTelephones: Sendable {
    let caller: OutboundCaller
    let limits: CallLimits
    /// What a telephone shows of who rings it.
    let callerID: String

    private var placer: CallPlacer { caller.placer }

    /// Rings until somebody answers, or the agent's time for it is over.
    ///
    /// - Parameter placed: gets the call while it rings.
    func ring(_ agent: Agent, placed: (SIPCall) async -> Void) async -> VoiceCall? {
        guard let place = await place(of: agent) else { return nil }
        let dialled = await placer.ring(
            place, callID: "g\(agent.number)-\(UInt64.random(in: .min ... .max))@\(placer.endpoint.localHost)",
            callerID: callerID,
            ringLimit: Self.ringLimit, placed: placed, progress: { _ in })
        guard case .answered(let answered) = dialled else { return nil }
        return answered.voice(on: placer.media, limits: limits)
    }

    private static let ringLimit = Duration.seconds(20)

    /// Nil where his telephone has not registered.
    private func place(of agent: Agent) async -> CallPlacer.Place? {
        switch agent.telephone {
        case .fixed(let number, let host, let port):
            return CallPlacer.Place(host: host, port: port, number: number)
        case .registers:
            guard let binding = await placer.endpoint.binding(of: agent.number.text) else { return nil }
            return CallPlacer.Place(host: binding.address.host, port: binding.address.port, number: binding.number)
        }
    }
}
