/// Changing the session of a call that is up, by either side, as a value without I/O.
///
/// Standard: RFC 3261 §14.
struct ReofferMachine {
    enum Action: Equatable {
        case send
        /// Send again after this time.
        case wait(Duration)
        case authenticate(DigestChallenge)
        case finish(ReofferResult)
    }

    private enum Ours {
        case none
        case sent
        case waiting
    }

    /// How often a 491 is met with another try: peers who cannot make up their mind would keep a fax waiting for ever.
    private static let mostTries = 4

    private let ownsCallID: Bool
    private let hasCredentials: Bool
    private var ours = Ours.none
    private var tries = 0
    private var authentication: AuthenticationTries
    /// Whether the peer's re-INVITE waits for our answer.
    private(set) var hasPeerOffer = false

    /// - Parameter ownsCallID: whether we placed the call: both sides must not wait equally long.
    init(ownsCallID: Bool, hasCredentials: Bool) {
        self.ownsCallID = ownsCallID
        self.hasCredentials = hasCredentials
        authentication = AuthenticationTries(hasCredentials: hasCredentials)
    }

    /// - Parameter chance: from 0 to 1, for the back-off.
    mutating func start(chance: Double) -> Action? {
        guard ours == .none else { return .finish(.refused(status: 491)) }
        tries = 1
        return send(chance: chance)
    }

    mutating func waited(chance: Double) -> Action? {
        guard ours == .waiting else { return nil }
        tries += 1
        return send(chance: chance)
    }

    mutating func response(_ response: CallMachine.Response, chance: Double) -> Action? {
        guard ours == .sent, response.status >= 200 else { return nil }
        if response.status < 300 {
            ours = .none
            guard let answer = response.message.description else { return .finish(.refused(status: 488)) }
            return .finish(.accepted(answer))
        }
        if let challenge = authentication.next(for: response.message.challenge, status: response.status) {
            return .authenticate(challenge)
        }
        if response.status == 491 { return backOff(chance: chance) }
        ours = .none
        return .finish(.refused(status: response.status))
    }

    /// - Returns: false when another offer of the peer still waits: Sofia refuses such itself.
    mutating func peerOffered() -> Bool {
        guard !hasPeerOffer else { return false }
        hasPeerOffer = true
        return true
    }

    mutating func peerAnswered() { hasPeerOffer = false }

    private mutating func send(chance: Double) -> Action {
        // No INVITE while one of the peer's is open (RFC 3261 §14.1).
        if hasPeerOffer { return backOff(chance: chance) }
        ours = .sent
        authentication = AuthenticationTries(hasCredentials: hasCredentials)
        return .send
    }

    private mutating func backOff(chance: Double) -> Action {
        guard tries < Self.mostTries else {
            ours = .none
            return .finish(.refused(status: 491))
        }
        ours = .waiting
        return .wait(Self.backOff(ownsCallID: ownsCallID, chance: chance))
    }

    /// 2.1–4 s for the owner of the Call-ID, 0–2 s for the other, in steps of 10 ms (RFC 3261 §14.1).
    static func backOff(ownsCallID: Bool, chance: Double) -> Duration {
        let (least, steps) = ownsCallID ? (2_100, 190.0) : (0, 200.0)
        return .milliseconds(least + 10 * Int((chance.clamped * steps).rounded()))
    }
}

extension Double {
    fileprivate var clamped: Double { min(max(self, 0), 1) }
}
