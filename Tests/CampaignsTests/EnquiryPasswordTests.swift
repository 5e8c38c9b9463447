import GRDB
import Testing

@testable import Campaigns

@Suite struct EnquiryPasswordTests {
    let now = Workplace.now
    let line = EnquiryIdentity.line(Workplace.number(0))
    static let policy = EnquiryPasswords.Policy(triesBeforeLock: 3, lock: .seconds(900), cost: 16)

    private func withPasswords(_ body: (DialerDatabase, EnquiryPasswords) async throws -> Void) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let passwords = EnquiryPasswords(database: database, policy: Self.policy)
            try await passwords.set("135790", for: line, now: now)
            try await body(database, passwords)
        }
    }

    @Test func `the right password opens its own line and nothing else`() async throws {
        try await withPasswords { _, passwords in
            #expect(try await passwords.verify("135790", for: line, now: now) == .accepted)
            #expect(try await passwords.verify("135791", for: line, now: now) == .wrong)
            #expect(try await passwords.verify("", for: line, now: now) == .wrong)
            #expect(try await passwords.verify("135790", for: .line(Workplace.number(1)), now: now) == .notSet)
            #expect(try await passwords.verify("135790", for: .contract("1"), now: now) == .notSet)
            try await passwords.set("246801", for: line, now: now)
            #expect(try await passwords.verify("135790", for: line, now: now) == .wrong)
            #expect(try await passwords.verify("246801", for: line, now: now) == .accepted)
        }
    }

    @Test func `an identity under attack is locked for a while, even for the right password`() async throws {
        try await withPasswords { _, passwords in
            let end = now + .seconds(900)
            let tries = [("000000", now), ("000000", now), ("000000", now), ("135790", now), ("135790", end)]
            var verdicts: [EnquiryPasswords.Verdict] = []
            for (password, time) in tries {
                verdicts.append(try await passwords.verify(password, for: line, now: time))
            }
            #expect(verdicts == [.wrong, .wrong, .wrong, .locked(until: end), .accepted])
        }
    }

    @Test func `a right password wipes the slate`() async throws {
        try await withPasswords { _, passwords in
            var verdicts: [EnquiryPasswords.Verdict] = []
            for password in ["000000", "000000", "135790", "000000", "000000", "135790"] {
                verdicts.append(try await passwords.verify(password, for: line, now: now))
            }
            #expect(verdicts == [.wrong, .wrong, .accepted, .wrong, .wrong, .accepted])
        }
    }

    @Test func `guesses side by side gain nothing`() async throws {
        try await withPasswords { _, passwords in
            let verdicts = try await withThrowingTaskGroup(of: EnquiryPasswords.Verdict.self) { group in
                for guess in 0..<50 {
                    group.addTask { try await passwords.verify("\(100_000 + guess)", for: line, now: now) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(verdicts.count { $0 == .wrong } == 3)
        }
    }

    @Test func `a password is stored unreadable and salted`() async throws {
        try await withPasswords { database, passwords in
            try await passwords.set("135790", for: .contract("7"), now: now)
            let hashes = try await database.read {
                try String.fetchAll($0, sql: "SELECT hash FROM enquiryCredential")
            }
            #expect(Set(hashes).count == 2)
            #expect(hashes.allSatisfy { $0.hasPrefix("scrypt$16$8$1$") && !$0.contains("135790") })
        }
    }

    @Test(arguments: ["12345", "1234567", "12345a", "", "１２３４５６"])
    func `what is not six digits is no password`(password: String) async throws {
        try await withPasswords { _, passwords in
            #expect(await errorCode { try await passwords.set(password, for: line, now: now) } == .invalidRequest)
        }
    }

    /// RFC 7914 §12 has no vector of our block size and parallelism, so this one is N = 1024, r = 8, p = 16 of it.
    @Test func `a hash with foreign parameters is refused rather than misread`() {
        #expect(ScryptHash(text: "scrypt$1024$8$16$TmFDbA==$\(String(repeating: "A", count: 43))=") == nil)
        #expect(ScryptHash(text: "md5$1") == nil)
    }
}
