import Crypto
import Foundation

/// Who is signed in, in memory: after a restart everybody signs in again.
///
/// Only the hash of what the browser holds is kept, so that a look into memory signs nobody in.
package actor UserSessions {
    private struct Session {
        let user: String
        let began: UTCTime
        var usedAt: UTCTime
    }

    /// From the last request on.
    package static let idleLimit = Duration.seconds(8 * 3_600)
    /// Of one user at once; the one that was used longest ago goes.
    private static let limit = 20

    private let users: UserBook
    private var sessions: [Data: Session] = [:]

    package init(_ users: UserBook) { self.users = users }

    /// - Returns: What the browser shows from now on: 256 random bits in hexadecimal.
    package func begin(_ user: String, now: UTCTime) -> String {
        sessions = sessions.filter { !Self.isOver($0.value, now) }
        let his = sessions.filter { $0.value.user == user }
        if his.count >= Self.limit, let oldest = his.min(by: { $0.value.usedAt < $1.value.usedAt }) {
            sessions[oldest.key] = nil
        }
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let token = bytes.map { String(format: "%02x", $0) }.joined()
        sessions[Self.key(token)] = Session(user: user, began: now, usedAt: now)
        return token
    }

    /// Whose session it is; nil where it is over, or its user disabled or given another password since.
    ///
    /// - Parameter isUse: whether it counts against idling.
    package func user(_ token: String, isUse: Bool = true, now: UTCTime) async throws -> User? {
        let key = Self.key(token)
        guard let session = sessions[key], !Self.isOver(session, now) else {
            sessions[key] = nil
            return nil
        }
        guard let user = try await users.user(session.user), !user.isDisabled, user.passwordSetAt <= session.began
        else {
            sessions[key] = nil
            return nil
        }
        // It may have ended while the user was looked up.
        if isUse { sessions[key]?.usedAt = now }
        return sessions[key] == nil ? nil : user
    }

    /// - Returns: Whose session it was.
    package func end(_ token: String) -> String? { sessions.removeValue(forKey: Self.key(token))?.user }

    private static func isOver(_ session: Session, _ now: UTCTime) -> Bool { session.usedAt + idleLimit <= now }

    private static func key(_ token: String) -> Data { Data(SHA256.hash(data: Data(token.utf8))) }
}
