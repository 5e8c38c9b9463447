import GRDB

/// Whom a password belongs to: a line's is set only from the line itself, a contract number's by its own path.
package enum EnquiryIdentity: Hashable, Sendable {
    case line(E164)
    case contract(String)

    var key: String {
        switch self {
        case .line(let number): "line:\(number.text)"
        case .contract(let account): "contract:\(account)"
        }
    }
}

/// The six-digit passwords of the 170 service.
///
/// Kept as scrypt hashes with a salt each; six digits are few, so what protects them is that an identity is locked for
/// a while after some wrong tries. Each try is counted before it is checked, so that tries side by side gain nothing.
package struct EnquiryPasswords: Sendable {
    package struct Policy: Hashable, Sendable {
        /// The try that locks the identity where it is wrong too.
        package var triesBeforeLock: Int
        package var lock: Duration
        /// The scrypt cost N, a power of two.
        package var cost: Int

        package init(triesBeforeLock: Int = 5, lock: Duration = .seconds(15 * 60), cost: Int = 1 << 14) {
            self.triesBeforeLock = triesBeforeLock
            self.lock = lock
            self.cost = cost
        }
    }

    package enum Verdict: Hashable, Sendable {
        case accepted
        case wrong
        /// Whatever was keyed in.
        case locked(until: UTCTime)
        case notSet
    }

    private let database: DialerDatabase
    private let policy: Policy

    package init(database: DialerDatabase, policy: Policy = Policy()) {
        self.database = database
        self.policy = policy
    }

    /// Sets or replaces a password.
    ///
    /// Whether the caller may, is decided by the flow.
    ///
    /// Throws: `invalidRequest` where it isn't six digits.
    package func set(_ password: String, for identity: EnquiryIdentity, now: UTCTime) async throws {
        guard password.wholeMatch(of: /[0-9]{6}/) != nil else {
            throw CampaignsError(.invalidRequest, "A password is six digits.")
        }
        let hash = try await ScryptHash.make(password, cost: policy.cost).text
        try await database.commit { db in
            try db.execute(
                sql: """
                    INSERT INTO enquiryCredential (identity, hash, changedAt) VALUES (?, ?, ?)
                    ON CONFLICT (identity) DO UPDATE SET hash = excluded.hash, changedAt = excluded.changedAt
                    """,
                arguments: [identity.key, hash, now.milliseconds]
            )
            // Wrong tries at the old one say nothing about the new one.
            try db.execute(sql: "DELETE FROM enquiryFailure WHERE identity = ?", arguments: [identity.key])
        }
    }

    package func verify(_ password: String, for identity: EnquiryIdentity, now: UTCTime) async throws -> Verdict {
        let lockedUntil = try await countTry(identity, now: now)
        if let lockedUntil { return .locked(until: lockedUntil) }
        let stored = try await database.read { db in
            try String.fetchOne(
                db,
                sql: "SELECT hash FROM enquiryCredential WHERE identity = ?",
                arguments: [identity.key]
            )
        }
        guard let stored else {
            // As much work as for a real one, so that the time doesn't tell who has a password.
            _ = try await ScryptHash.make(password, cost: policy.cost)
            return .notSet
        }
        guard try await ScryptHash(text: stored)?.matches(password) == true else { return .wrong }
        try await database.commit { db in
            try db.execute(sql: "DELETE FROM enquiryFailure WHERE identity = ?", arguments: [identity.key])
        }
        return .accepted
    }

    /// Counts a try as failed until it proves right; gives the end of the lock where the identity is locked.
    private func countTry(_ identity: EnquiryIdentity, now: UTCTime) async throws -> UTCTime? {
        let policy = policy
        return try await database.commit { db in
            var tries = FailedTries(
                try Row.fetchOne(
                    db,
                    sql: "SELECT failures, lockedUntil FROM enquiryFailure WHERE identity = ?",
                    arguments: [identity.key]
                ))
            let end = tries.count(triesBeforeLock: policy.triesBeforeLock, lock: policy.lock, now: now)
            if let end { return end }
            try db.execute(
                sql: """
                    INSERT INTO enquiryFailure (identity, failures, lastAt, lockedUntil) VALUES (?, ?, ?, ?)
                    ON CONFLICT (identity) DO UPDATE SET failures = excluded.failures, lastAt = excluded.lastAt,
                        lockedUntil = excluded.lockedUntil
                    """,
                arguments: [identity.key, tries.failures, now.milliseconds, tries.lockedUntil?.milliseconds]
            )
            return nil
        }
    }
}
