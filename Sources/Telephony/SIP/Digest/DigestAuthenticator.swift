private import Crypto
private import Foundation

/// The server's side of digest authentication: makes challenges and checks the answers.
///
/// It keeps nothing between requests: a nonce carries the time it was made and a seal over it. An answer can therefore be
/// replayed until its nonce is old; that is the usual price, and the lifetime bounds it.
/// Standard: RFC 3261 §22, RFC 7616 with MD5 and qop "auth".
package struct DigestAuthenticator: Sendable {
    package enum Verdict: Sendable, Equatable {
        case accepted(username: String)
        /// No credentials, or ones that cannot be read: challenge.
        case missing
        /// Right, but for a nonce that is too old: challenge with `stale`.
        case stale
        case wrong
    }

    private let realm: String
    private let nonceLifetime: Duration
    private let secret: Data

    /// - Parameter secret: seals the nonces; random for each process unless several must accept each other's.
    package init(realm: String, nonceLifetime: Duration = .seconds(300), secret: [UInt8]? = nil) {
        self.realm = realm
        self.nonceLifetime = nonceLifetime
        self.secret = secret.map { Data($0) } ?? SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    /// The value of `WWW-Authenticate` or `Proxy-Authenticate`, at a wall-clock time in milliseconds.
    package func challenge(at time: Int64, stale: Bool = false) -> String {
        let staleness = stale ? ", stale=true" : ""
        return "Digest realm=\"\(realm)\", nonce=\"\(nonce(at: time))\", algorithm=MD5, qop=\"auth\"\(staleness)"
    }

    /// Checks the value of `Authorization` or `Proxy-Authorization`.
    ///
    /// - Parameter password: the password of a user name, nil when there is no such user.
    package func check(
        _ authorization: String?,
        method: String,
        at time: Int64,
        password: (String) -> String?
    ) -> Verdict {
        guard let authorization, let fields = DigestFields(parsing: authorization),
            let username = fields["username"], let nonce = fields["nonce"], let uri = fields["uri"],
            let response = fields["response"], let count = fields["nc"], let clientNonce = fields["cnonce"],
            fields["qop"] == "auth", fields["realm"] == realm
        else { return .missing }
        guard let made = timeSealed(in: nonce) else { return .stale }
        guard let password = password(username) else { return .wrong }
        let identity = md5("\(username):\(realm):\(password)")
        let request = md5("\(method):\(uri)")
        let expected = md5("\(identity):\(nonce):\(count):\(clientNonce):auth:\(request)")
        guard equal(expected, response.lowercased()) else { return .wrong }
        let age = time - made
        return age >= 0 && age <= nonceLifetime.milliseconds ? .accepted(username: username) : .stale
    }

    private func nonce(at time: Int64) -> String { "\(String(time, radix: 16)).\(seal(time))" }

    private func timeSealed(in nonce: String) -> Int64? {
        let parts = nonce.split(separator: ".")
        guard parts.count == 2, let time = Int64(parts[0], radix: 16), equal(seal(time), String(parts[1])) else {
            return nil
        }
        return time
    }

    private func seal(_ time: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(realm):\(time)".utf8),
            using: SymmetricKey(data: secret)
        )
        return code.prefix(16).hexadecimal
    }

    private func md5(_ text: String) -> String { Insecure.MD5.hash(data: Data(text.utf8)).hexadecimal }

    /// Compares without telling by its duration how much was right.
    private func equal(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
