/// Which challenges of one INVITE are still worth an answer.
///
/// A second challenge by the same realm means that the password is wrong, unless it says that only the nonce was old.
struct AuthenticationTries {
    private let hasCredentials: Bool
    private var answered: Set<String> = []
    private var staleAnswered = 0

    init(hasCredentials: Bool) { self.hasCredentials = hasCredentials }

    /// - Returns: the challenge to answer; nil when the refusal stands.
    mutating func next(for challenge: DigestChallenge?, status: Int) -> DigestChallenge? {
        guard hasCredentials, let challenge, status == 401 || status == 407 else { return nil }
        if answered.insert("\(status) \(challenge.realm)").inserted { return challenge }
        guard challenge.isStale, staleAnswered < 3 else { return nil }
        staleAnswered += 1
        return challenge
    }
}
