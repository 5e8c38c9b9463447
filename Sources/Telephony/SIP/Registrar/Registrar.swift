/// The telephones that register with us, and where each is rung: a value without I/O.
///
/// A user has one telephone: who registers from another address has moved there, in the middle of a call too.
/// Standard: RFC 3261 §10.3, with digest authentication (§22). Not done: several bindings of one address-of-record, Path.
package struct Registrar: Sendable {
    /// Where a user is rung.
    package struct Binding: Hashable, Sendable {
        package let user: String
        /// The number to ring there.
        package let number: String
        package let address: SIPAddress
        /// Milliseconds since 1970 UTC.
        package let expiresAt: Int64
        fileprivate let uri: String
        fileprivate let callID: String
        fileprivate let sequence: UInt32
    }

    /// What became of a user's telephone.
    package enum Change: Hashable, Sendable {
        /// It registered, or moved.
        case arrived(Binding)
        /// It said it goes, or didn't say in time that it is still there.
        case left(user: String)
    }

    struct Response: Equatable {
        let status: Int
        var headers: [SIPHeader] = []
    }

    /// What a request comes to.
    struct Answer {
        let response: Response
        var change: Change?
    }

    /// Units: seconds. A shorter one is refused with 423, a longer one shortened: after a restart nobody is known, and a
    /// telephone can't be rung until it registers again.
    private static let shortest = 60
    private static let longest = 120

    private let authenticator: DigestAuthenticator
    private let password: @Sendable (String) -> String?
    private var bindings: [String: Binding] = [:]

    /// - Parameter password: of a user; nil where there is no such user.
    package init(realm: String, password: @escaping @Sendable (String) -> String?) {
        authenticator = DigestAuthenticator(realm: realm)
        self.password = password
    }

    /// Where a user is rung now; nil where his telephone isn't there.
    package func binding(of user: String, at time: Int64) -> Binding? {
        bindings[user].flatMap { $0.expiresAt > time ? $0 : nil }
    }

    /// The moment at which the next binding runs out.
    var nextExpiry: Int64? { bindings.values.map(\.expiresAt).min() }

    /// Forgets the telephones that didn't say in time that they are still there.
    mutating func expire(at time: Int64) -> [Change] {
        let gone = bindings.values.filter { $0.expiresAt <= time }.map(\.user).sorted()
        for user in gone { bindings[user] = nil }
        return gone.map { .left(user: $0) }
    }

    mutating func handle(_ request: RegisterRequest, at time: Int64) -> Answer {
        let verdict = authenticator.check(request.authorization, method: "REGISTER", at: time, password: password)
        switch verdict {
        case .missing, .stale: return Answer(response: challenge(at: time, stale: verdict == .stale))
        case .wrong: return Answer(response: Response(status: 403))
        // Nobody registers a telephone for somebody else.
        case .accepted(let username) where username != request.user: return Answer(response: Response(status: 403))
        case .accepted: return register(request, at: time)
        }
    }

    private func challenge(at time: Int64, stale: Bool) -> Response {
        Response(
            status: 401,
            headers: [SIPHeader("WWW-Authenticate", authenticator.challenge(at: time, stale: stale))])
    }

    /// Does what was asked for by somebody who is who he says.
    mutating func register(_ request: RegisterRequest, at time: Int64) -> Answer {
        if let known = bindings[request.user], known.callID == request.callID, known.sequence >= request.sequence {
            // An older one that was overtaken (§10.3, step 7).
            return Answer(response: Response(status: 500))
        }
        if request.isForAll {
            guard request.expires == 0, request.contacts.isEmpty else {
                return Answer(response: Response(status: 400))
            }
            return remove(request.user)
        }
        guard let contact = request.contacts.first else { return Answer(response: present(request.user, at: time)) }
        let seconds = contact.expires ?? request.expires ?? Self.longest
        if seconds == 0 {
            // A telephone that moved may still take back its old address.
            guard bindings[request.user]?.uri == contact.uri else {
                return Answer(response: present(request.user, at: time))
            }
            return remove(request.user)
        }
        guard seconds >= Self.shortest else {
            return Answer(response: Response(status: 423, headers: [SIPHeader("Min-Expires", "\(Self.shortest)")]))
        }
        let before = binding(of: request.user, at: time)
        let binding = Binding(
            user: request.user, number: contact.user, address: request.source,
            expiresAt: time + Int64(min(seconds, Self.longest)) * 1_000,
            uri: contact.uri, callID: request.callID, sequence: request.sequence)
        bindings[request.user] = binding
        let isSame = before?.address == binding.address && before?.number == binding.number
        return Answer(response: present(request.user, at: time), change: isSame ? nil : .arrived(binding))
    }

    private mutating func remove(_ user: String) -> Answer {
        let change = bindings.removeValue(forKey: user).map { Change.left(user: $0.user) }
        return Answer(response: Response(status: 200), change: change)
    }

    /// Says what is registered, as each 200 does.
    private func present(_ user: String, at time: Int64) -> Response {
        guard let binding = binding(of: user, at: time) else { return Response(status: 200) }
        let seconds = (binding.expiresAt - time + 999) / 1_000
        return Response(status: 200, headers: [SIPHeader("Contact", "<\(binding.uri)>;expires=\(seconds)")])
    }
}
