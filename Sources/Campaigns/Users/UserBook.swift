import Foundation
import GRDB

/// The users of the console, each change with an event that says who made it.
package struct UserBook: Sendable {
    package struct Policy: Hashable, Sendable {
        /// The try that locks a name where it is wrong too.
        package var triesBeforeLock: Int
        package var lock: Duration
        /// How old a password may be; nil where it doesn't age.
        package var passwordAge: Duration?
        /// The scrypt cost N, a power of two.
        package var cost: Int

        package init(
            triesBeforeLock: Int = 5, lock: Duration = .seconds(15 * 60), passwordAge: Duration? = nil,
            cost: Int = 1 << 15
        ) {
            self.triesBeforeLock = triesBeforeLock
            self.lock = lock
            self.passwordAge = passwordAge
            self.cost = cost
        }
    }

    let database: DialerDatabase
    package let policy: Policy

    package init(database: DialerDatabase, policy: Policy = Policy()) {
        self.database = database
        self.policy = policy
    }

    /// Whether there is anybody who could sign in; users are never deleted, so it stays so.
    package func hasUsers() async throws -> Bool {
        try await database.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM user)") ?? false }
    }

    package func users() async throws -> [User] {
        try await database.read { db in
            try Row.fetchAll(db, sql: Self.select + " ORDER BY name").map(Self.user)
        }
    }

    /// Nil where there is none of that name.
    package func user(_ name: String) async throws -> User? {
        try await database.read { try Self.user($0, User.key(name)) }
    }

    /// Throws: `invalidRequest` where name, roles, number or password are none.
    package func add(
        _ name: String, roles: Set<User.Role>, agent: AgentNumber? = nil, password: String, by who: String,
        now: UTCTime
    ) async throws {
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9._-]{0,31}/) != nil else {
            throw CampaignsError(
                .invalidRequest,
                "A user's name is 1 to 32 small letters, digits, dots, - and _; “\(name.prefix(40))” is not.")
        }
        guard !roles.isEmpty else {
            let known = User.Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw CampaignsError(.invalidRequest, "Say what \(name) may do: --role \(known).")
        }
        guard !roles.contains(.agent) || agent != nil else {
            throw CampaignsError(.invalidRequest, "An agent has a number: add --agent and his number.")
        }
        try UserPassword.check(password, of: name)
        let hash = try await UserPassword.hash(password, cost: policy.cost)
        let events = database.events
        try await database.commit { db in
            guard try Self.user(db, name) == nil else {
                throw CampaignsError(.invalidRequest, "There is a user \(name) already.")
            }
            let other = try String.fetchOne(
                db, sql: "SELECT name FROM user WHERE agent = ?", arguments: [agent?.text])
            if let other, let agent {
                throw CampaignsError(.invalidRequest, "Agent \(agent) is \(other)'s number. Give another.")
            }
            try db.execute(
                sql: """
                    INSERT INTO user (name, agent, isAgent, isSupervisor, isListener, isAdministrator)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, agent?.text, roles.contains(.agent), roles.contains(.supervisor), roles.contains(.listener),
                    roles.contains(.administrator),
                ])
            try Self.keep(hash, of: name, db, now: now)
            let words = roles.map(\.rawValue).sorted().joined(separator: ", ")
            try events.write(
                db, who: who, what: "user added", subject: "user \(name)",
                detail: words + (agent.map { "; agent \($0)" } ?? ""), now: now)
        }
    }

    /// Throws: `notFound`.
    package func setDisabled(_ name: String, _ isDisabled: Bool, by who: String, now: UTCTime) async throws {
        let (key, events) = (User.key(name), database.events)
        try await database.commit { db in
            _ = try Self.known(db, key)
            try db.execute(sql: "UPDATE user SET isDisabled = ? WHERE name = ?", arguments: [isDisabled, key])
            try events.write(
                db, who: who, what: isDisabled ? "user disabled" : "user enabled", subject: "user \(key)", now: now)
        }
    }

    /// Gives somebody another password, and unlocks him.
    ///
    /// Throws: `notFound`; `invalidRequest` where the password is too short, the name, or one of his last.
    package func setPassword(_ name: String, _ password: String, by who: String, now: UTCTime) async throws {
        let (key, events) = (User.key(name), database.events)
        try UserPassword.check(password, of: key)
        let hashes = try await database.read { db in
            _ = try Self.known(db, key)
            return try String.fetchAll(db, sql: Self.lastHashes, arguments: [key, UserPassword.remembered])
        }
        for hash in hashes where try await UserPassword.matches(password, hash) {
            throw CampaignsError(
                .invalidRequest,
                "This was one of \(key)'s last \(UserPassword.remembered) passwords. Think of another.")
        }
        let hash = try await UserPassword.hash(password, cost: policy.cost)
        try await database.commit { db in
            try Self.keep(hash, of: key, db, now: now)
            try Self.forgetFailures(db, key)
            try events.write(db, who: who, what: "password set", subject: "user \(key)", now: now)
        }
    }

    static let lastHashes = "SELECT hash FROM userPassword WHERE user = ? ORDER BY id DESC LIMIT ?"

    private static let select = """
        SELECT user.*, (SELECT coalesce(max(setAt), 0) FROM userPassword WHERE userPassword.user = name) AS passwordSetAt,
            (SELECT lockedUntil FROM signInFailure WHERE signInFailure.name = user.name) AS lockedUntil
        FROM user
        """

    static func user(_ db: Database, _ key: String) throws -> User? {
        try Row.fetchOne(db.cachedStatement(sql: select + " WHERE name = ?"), arguments: [key]).map(user)
    }

    private static func known(_ db: Database, _ key: String) throws -> User {
        guard let user = try user(db, key) else {
            throw CampaignsError(.notFound, "There is no user “\(key.prefix(40))”; `dialerd user list` has them all.")
        }
        return user
    }

    private static func keep(_ hash: String, of name: String, _ db: Database, now: UTCTime) throws {
        try db.execute(
            sql: "INSERT INTO userPassword (user, hash, setAt) VALUES (?, ?, ?)",
            arguments: [name, hash, now.milliseconds])
        try db.execute(
            sql: """
                DELETE FROM userPassword WHERE user = ?1 AND id NOT IN
                    (SELECT id FROM userPassword WHERE user = ?1 ORDER BY id DESC LIMIT ?2)
                """,
            arguments: [name, UserPassword.remembered])
    }

    private static func user(_ row: Row) -> User {
        let flags: [(String, User.Role)] = [
            ("isAgent", .agent), ("isSupervisor", .supervisor), ("isListener", .listener),
            ("isAdministrator", .administrator),
        ]
        return User(
            name: row["name"], roles: Set(flags.filter { row[$0.0] as Bool }.map(\.1)),
            agent: (row["agent"] as String?).flatMap { AgentNumber($0) }, isDisabled: row["isDisabled"],
            passwordSetAt: UTCTime(milliseconds: row["passwordSetAt"]),
            lockedUntil: (row["lockedUntil"] as Int64?).map(UTCTime.init(milliseconds:)))
    }
}
