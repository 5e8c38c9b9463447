import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Users sign in with their password and nothing else, and all of it is on record.
@Suite struct UserBookTests {
    private let now = Workplace.now
    private static let policy = UserBook.Policy(
        triesBeforeLock: 3, lock: .seconds(900), passwordAge: .seconds(90 * 86_400), cost: 16)
    private static let password = "correct horse"

    private func withUsers(_ body: (DialerDatabase, UserBook) async throws -> Void) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let users = UserBook(database: database, policy: Self.policy)
            #expect(try await users.hasUsers() == false)
            try await users.add(
                "wang", roles: [.agent, .supervisor], agent: AgentNumber("8001"), password: Self.password, by: "root",
                now: now)
            try await body(database, users)
            try await database.close()
        }
    }

    /// Without the user, who carries times.
    private func sign(
        _ users: UserBook, _ name: String = "wang", _ password: String = password, new: String? = nil,
        at time: UTCTime? = nil
    ) async throws -> String {
        switch try await users.signIn(name, password, newPassword: new, now: time ?? now) {
        case .accepted: "accepted"
        case .wrong: "wrong"
        case .locked: "locked"
        case .disabled: "disabled"
        case .tooOld: "too old"
        }
    }

    private func events(_ users: UserBook, of name: String? = nil) async throws -> [String] {
        try await users.history(of: name).map { "\($0.who): \($0.what), \($0.subject)" }
    }

    @Test func `a user is what was said of him`() async throws {
        try await withUsers { _, users throws in
            #expect(try await users.hasUsers())
            let wang = try #require(try await users.users().first)
            #expect(wang.name == "wang" && wang.roles == [.agent, .supervisor] && wang.agent == AgentNumber("8001"))
            #expect(!wang.isDisabled && wang.passwordSetAt == now && wang.lockedUntil == nil)
            #expect(try await users.user("WANG ") == wang)
            #expect(try await users.user("li") == nil)
        }
    }

    @Test func `the right password signs in, however the name is typed, and what is wrong is not told apart`()
        async throws
    {
        try await withUsers { _, users throws in
            #expect(try await sign(users) == "accepted")
            #expect(try await sign(users, " Wang") == "accepted")
            #expect(try await sign(users, "wang", "correct hors") == "wrong")
            #expect(try await sign(users, "li") == "wrong")
            #expect(try await sign(users, "", "") == "wrong")
        }
    }

    @Test(arguments: ["wang", "nobody we know"])
    func `a name under attack is locked for a while, whether anybody has it or not`(name: String) async throws {
        try await withUsers { _, users throws in
            for _ in 0..<3 { #expect(try await sign(users, name, "guess") == "wrong") }
            #expect(try await sign(users, name) == "locked")
            #expect(try await sign(users, name, at: now + .seconds(899)) == "locked")
            #expect(try await sign(users, name, at: now + .seconds(900)) == (name == "wang" ? "accepted" : "wrong"))
        }
    }

    @Test func `guesses side by side gain nothing`() async throws {
        try await withUsers { _, users throws in
            let verdicts = try await withThrowingTaskGroup(of: String.self) { group in
                for guess in 0..<30 { group.addTask { try await sign(users, "wang", "guess \(guess)") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(verdicts.count { $0 == "wrong" } == 3)
        }
    }

    @Test func `a right password wipes the slate, and another one unlocks`() async throws {
        try await withUsers { _, users throws in
            for _ in 0..<4 {
                for _ in 0..<2 { #expect(try await sign(users, "wang", "guess") == "wrong") }
                #expect(try await sign(users) == "accepted")
            }
            for _ in 0..<3 { _ = try await sign(users, "wang", "guess") }
            #expect(try await users.user("wang")?.lockedUntil == now + .seconds(900))
            try await users.setPassword("wang", "another horse", by: "root", now: now)
            #expect(try await sign(users, "wang", "another horse") == "accepted")
        }
    }

    @Test func `who is disabled learns it only with his password, and comes back when enabled`() async throws {
        try await withUsers { _, users throws in
            try await users.setDisabled("wang", true, by: "root", now: now)
            #expect(try await sign(users, "wang", "guess") == "wrong")
            #expect(try await sign(users) == "disabled")
            try await users.setDisabled("wang", false, by: "root", now: now)
            #expect(try await sign(users) == "accepted")
            #expect(await errorCode { try await users.setDisabled("li", true, by: "root", now: now) } == .notFound)
        }
    }

    @Test func `a password that is too old is taken only with a new one`() async throws {
        try await withUsers { _, users throws in
            let later = now + .seconds(90 * 86_400)
            #expect(try await sign(users, at: later + .seconds(-1)) == "accepted")
            #expect(try await sign(users, at: later) == "too old")
            #expect(try await sign(users, "wang", "guess", new: "another horse", at: later) == "wrong")
            #expect(try await sign(users, new: "another horse", at: later) == "accepted")
            #expect(try await sign(users, at: later) == "wrong")
            #expect(try await sign(users, "wang", "another horse", at: later) == "accepted")
        }
    }

    @Test(arguments: ["", "nine char", "wang", "WANG", String(repeating: "x", count: 201)])
    func `what is no password is not taken`(password: String) async throws {
        try await withUsers { _, users throws in
            let set = await errorCode { try await users.setPassword("wang", password, by: "root", now: now) }
            #expect(set == .invalidRequest)
            let new = await errorCode { try await users.signIn("wang", Self.password, newPassword: password, now: now) }
            #expect(new == .invalidRequest)
            #expect(try await sign(users) == "accepted")
        }
    }

    @Test func `a name of ten characters is no password of its user`() async throws {
        try await withUsers { _, users throws in
            let code = await errorCode {
                try await users.add(
                    "wang.xiaoming", roles: [.listener], password: "Wang.Xiaoming", by: "root", now: now)
            }
            #expect(code == .invalidRequest)
        }
    }

    @Test func `none of the last five passwords is taken again`() async throws {
        try await withUsers { database, users throws in
            let others = (1...5).map { "horse number \($0)" }
            for (index, password) in others.enumerated() {
                let refused = await errorCode {
                    try await users.setPassword("wang", Self.password, by: "root", now: now)
                }
                #expect(refused == .invalidRequest, "after \(index)")
                try await users.setPassword("wang", password, by: "root", now: now)
            }
            try await users.setPassword("wang", Self.password, by: "root", now: now)
            #expect(try await sign(users) == "accepted")
            let kept = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM userPassword") }
            #expect(kept == 5)
        }
    }

    @Test func `two ways to write the same letter are one password`() async throws {
        try await withUsers { _, users throws in
            try await users.setPassword("wang", "cafe\u{301} au lait", by: "root", now: now)
            #expect(try await sign(users, "wang", "caf\u{e9} au lait") == "accepted")
        }
    }

    @Test(
        arguments: [
            ("Wang", [.listener], nil), ("", [.listener], nil), ("-x", [.listener], nil),
            ("li", [], nil), ("li", [.agent], nil), ("wang", [.listener], nil), ("li", [.listener], "8001"),
        ] as [(String, Set<User.Role>, String?)])
    func `nonsense is no user`(name: String, roles: Set<User.Role>, agent: String?) async throws {
        try await withUsers { _, users throws in
            let code = await errorCode {
                try await users.add(
                    name, roles: roles, agent: agent.flatMap { AgentNumber($0) }, password: Self.password, by: "root",
                    now: now)
            }
            #expect(code == .invalidRequest)
            #expect(try await users.users().count == 1)
        }
    }

    @Test func `all of it is on record, and what somebody typed in place of a name is not`() async throws {
        try await withUsers { _, users throws in
            _ = try await sign(users)
            _ = try await sign(users, "my secret password", "")
            _ = try await sign(users, "wang", "guess")
            try await users.setDisabled("wang", true, by: "root", now: now)
            _ = try await sign(users)
            try await users.setPassword("wang", "another horse", by: "root", now: now)
            #expect(
                try await events(users) == [
                    "root: user added, user wang", "wang: signed in, user wang",
                    "somebody: sign-in refused, a name that nobody has", "wang: sign-in refused, user wang",
                    "root: user disabled, user wang", "wang: sign-in refused, user wang",
                    "root: password set, user wang",
                ])
            #expect(try await events(users, of: "li").isEmpty)
            #expect(try await events(users, of: "Wang").count == 6)
        }
    }

    @Test(arguments: [
        ("DELETE FROM user", "a user is disabled, never deleted"),
        ("UPDATE user SET name = 'li'", "on record under the name"),
        ("UPDATE user SET isAgent = 0, isSupervisor = 0", "CHECK constraint failed"),
        ("UPDATE user SET agent = NULL", "CHECK constraint failed"),
        ("INSERT INTO userPassword (user, hash, setAt) VALUES ('wang', 'plain', 0)", "CHECK constraint failed"),
        ("INSERT INTO userPassword (user, hash, setAt) VALUES ('li', 'scrypt$', 0)", "FOREIGN KEY constraint failed"),
    ])
    func `raw SQL can't make nonsense of it`(sql: String, refusal: String) async throws {
        try await withUsers { database, _ in
            let error = await #expect(throws: (any Error).self) {
                try await database.commit { db in try db.execute(sql: sql) }
            }
            #expect(error.map { "\($0)" }?.contains(refusal) ?? false, "\(error.map { "\($0)" } ?? "")")
        }
    }

    // MARK: Sessions

    @Test func `a session is its user's until he leaves it idle`() async throws {
        try await withUsers { _, users throws in
            let sessions = UserSessions(users)
            let token = await sessions.begin("wang", now: now)
            #expect(token.count == 64)
            let later = now + .seconds(7 * 3_600)
            #expect(try await sessions.user(token, now: later)?.name == "wang")
            // A look that is no use keeps nothing alive.
            #expect(try await sessions.user(token, isUse: false, now: later + .seconds(7 * 3_600))?.name == "wang")
            #expect(try await sessions.user(token, now: later + .seconds(8 * 3_600)) == nil)
            #expect(try await sessions.user(token, now: now) == nil, "over is over")
            #expect(try await sessions.user("", now: now) == nil)
            #expect(try await sessions.user(String(repeating: "0", count: 64), now: now) == nil)
        }
    }

    @Test func `a session ends with sign-out, with another password, and with its user`() async throws {
        try await withUsers { _, users throws in
            let sessions = UserSessions(users)
            let (one, two) = (await sessions.begin("wang", now: now), await sessions.begin("wang", now: now))
            #expect(one != two)
            #expect(await sessions.end(one) == "wang")
            #expect(await sessions.end(one) == nil)
            #expect(try await sessions.user(one, now: now) == nil)
            #expect(try await sessions.user(two, now: now) != nil)
            try await users.setPassword("wang", "another horse", by: "root", now: now + .seconds(1))
            #expect(try await sessions.user(two, now: now + .seconds(1)) == nil)
            let three = await sessions.begin("wang", now: now + .seconds(2))
            try await users.setDisabled("wang", true, by: "root", now: now + .seconds(2))
            #expect(try await sessions.user(three, now: now + .seconds(2)) == nil)
            try await users.setDisabled("wang", false, by: "root", now: now + .seconds(2))
            #expect(try await sessions.user(three, now: now + .seconds(2)) == nil, "he signs in again")
        }
    }
}
