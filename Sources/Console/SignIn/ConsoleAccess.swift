package import Campaigns
import Hummingbird

/// Who a request comes from, and what he may.
///
/// As long as there is no user at all, everybody who reaches the console may do everything but hear recordings.
package struct ConsoleAccess: Sendable {
    enum Visitor: Hashable, Sendable {
        /// There are no users.
        case everybody
        case user(User)
        /// Not signed in.
        case nobody
    }

    static let cookie = "dialerd"

    let users: UserBook
    let sessions: UserSessions
    let tries = TryLimit()
    let now: @Sendable () -> UTCTime

    package init(users: UserBook, now: @escaping @Sendable () -> UTCTime = { .now }) {
        self.users = users
        sessions = UserSessions(users)
        self.now = now
    }

    /// - Parameter isUse: whether the request counts against idling.
    func visitor(_ request: Request, isUse: Bool = true) async throws -> Visitor {
        if let token = request.cookies[Self.cookie]?.value,
            let user = try await sessions.user(token, isUse: isUse, now: now())
        {
            return .user(user)
        }
        return try await users.hasUsers() ? .nobody : .everybody
    }
}

/// How many sign-ins are tried a minute, whatever the names.
///
/// Everybody comes from this machine, so an address would tell nobody apart. Each costs a good tenth of a second of one core.
actor TryLimit {
    static let perMinute = 30
    private var tries: [UTCTime] = []

    /// Whether one more may be made.
    func take(now: UTCTime) -> Bool {
        tries.removeAll { $0 + .seconds(60) <= now }
        guard tries.count < Self.perMinute else { return false }
        tries.append(now)
        return true
    }

    /// The last one was right, and does not count.
    func giveBack() { _ = tries.popLast() }
}
