import Campaigns
import Foundation
import Synchronization

@testable import Console

/// A database with users for a test of the console, and a clock that the test sets.
///
/// wang is agent 8001, li agent 8002, sun supervises as 8003, lu listens, gao administrates.
final class ConsoleUsers: Sendable {
    static let password = "correct horse"

    let folder: URL
    let database: DialerDatabase
    let book: UserBook
    let access: ConsoleAccess
    let archive: RecordingArchive
    private let clock: Clock

    /// Set by the test.
    final class Clock: Sendable {
        private let time = Mutex(UTCTime(milliseconds: 1_795_140_000_000))
        var now: UTCTime { time.withLock { $0 } }
        func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
    }

    var now: UTCTime { clock.now }
    func advance(by duration: Duration) { clock.advance(by: duration) }

    static func run(_ body: (ConsoleUsers) async throws -> Void) async throws {
        let users = try ConsoleUsers()
        let outcome: Result<Void, any Error>
        do {
            try await users.fill()
            outcome = .success(try await body(users))
        } catch {
            outcome = .failure(error)
        }
        try await users.database.close()
        try? FileManager.default.removeItem(at: users.folder)
        try outcome.get()
    }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "console-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try DialerDatabase.open(at: folder.appending(path: "dialer.sqlite"))
        book = UserBook(
            database: database, policy: .init(triesBeforeLock: 3, passwordAge: .seconds(90 * 86_400), cost: 16))
        let clock = Clock()
        self.clock = clock
        access = ConsoleAccess(users: book, now: { clock.now })
        archive = RecordingArchive(database: database, folder: folder)
    }

    private func fill() async throws {
        let users: [(String, User.Role, String?)] = [
            ("wang", .agent, "8001"), ("li", .agent, "8002"), ("sun", .supervisor, "8003"), ("lu", .listener, nil),
            ("gao", .administrator, nil),
        ]
        for (name, role, agent) in users {
            try await book.add(
                name, roles: [role], agent: agent.flatMap { AgentNumber($0) }, password: Self.password, by: "test",
                now: now)
        }
    }

    /// What happened, the newest last: who, what and about what.
    func events() async throws -> [String] { try await book.history().map { "\($0.who): \($0.what), \($0.subject)" } }
}

extension RunningConsole {
    /// Signs in; the header that shows it from then on.
    func signIn(_ name: String, _ password: String = ConsoleUsers.password) async throws -> [(String, String)] {
        let answer = try await trySignIn(name, password)
        guard let cookie = answer.headers["Set-Cookie"], let pair = cookie.split(separator: ";").first else {
            throw NotSignedIn(answer: answer.text)
        }
        return [("Cookie", String(pair))]
    }

    func trySignIn(_ name: String, _ password: String, new: String? = nil) async throws -> Answer {
        var form = ["name": name, "password": password]
        form["newPassword"] = new
        return try await post("api/sign-in", String(decoding: try JSONEncoder().encode(form), as: UTF8.self))
    }

    struct NotSignedIn: Error { let answer: String }
}
