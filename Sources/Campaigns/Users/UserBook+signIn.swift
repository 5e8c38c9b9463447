import GRDB

/// What comes of a name and a password.
package enum SignInVerdict: Hashable, Sendable {
    case accepted(User)
    /// Name and password don't belong together, whichever of them is wrong.
    case wrong
    /// Whatever the password.
    case locked(until: UTCTime)
    /// The password is right.
    case disabled
    /// The password is right, and too old: another comes with it next time.
    case tooOld
}

extension UserBook {
    /// Checks a name and a password, and sets another password where one comes along.
    ///
    /// Each try is counted before it is checked, so that tries side by side gain nothing; names that nobody has are
    /// counted and checked alike, so that neither answer nor time tells who there is.
    /// Throws: `invalidRequest` where the new password is none.
    package func signIn(
        _ typed: String, _ password: String, newPassword: String? = nil, now: UTCTime
    ) async throws -> SignInVerdict {
        let name = User.key(typed)
        if let until = try await countTry(name, now: now) {
            try await note(name, "sign-in refused", "locked after wrong passwords", now: now)
            return .locked(until: until)
        }
        let (user, hash) = try await database.read { db in
            (try Self.user(db, name), try String.fetchOne(db, sql: Self.lastHashes, arguments: [name, 1]))
        }
        guard let user, let hash else {
            _ = try await UserPassword.hash(password, cost: policy.cost)
            try await note(name, "sign-in refused", "wrong name or password", now: now)
            return .wrong
        }
        guard try await UserPassword.matches(password, hash) else {
            try await note(name, "sign-in refused", "wrong name or password", now: now)
            return .wrong
        }
        try await database.commit { try Self.forgetFailures($0, name) }
        if user.isDisabled {
            try await note(name, "sign-in refused", "disabled", now: now)
            return .disabled
        }
        if let newPassword {
            try await setPassword(name, newPassword, by: name, now: now)
        } else if let age = policy.passwordAge, user.passwordSetAt + age <= now {
            try await note(name, "sign-in refused", "the password is too old", now: now)
            return .tooOld
        }
        try await note(name, "signed in", nil, now: now)
        return .accepted(user)
    }

    /// Puts what a user did at the console on record, such as the playing of a recording.
    package func note(
        _ name: String, _ what: String, _ detail: String? = nil, subject: String? = nil, now: UTCTime
    ) async throws {
        let events = database.events
        try await database.commit { db in
            // People type passwords into the field of the name: what is nobody's name is not written down.
            let isKnown = try Self.user(db, name) != nil
            try events.write(
                db, who: isKnown ? name : "somebody", what: what,
                subject: subject ?? (isKnown ? "user \(name)" : Self.nobody), detail: detail, now: now)
        }
    }

    static func forgetFailures(_ db: Database, _ name: String) throws {
        try db.execute(sql: "DELETE FROM signInFailure WHERE name = ?", arguments: [name])
    }

    /// Counts a try as failed until it proves right; gives the end of the lock where the name is locked.
    private func countTry(_ name: String, now: UTCTime) async throws -> UTCTime? {
        let (policy, key) = (policy, String(name.prefix(64)))
        return try await database.commit { db in
            // What was typed wrong by nobody we know is not kept for ever.
            try db.execute(
                sql: "DELETE FROM signInFailure WHERE lastAt < ? AND coalesce(lockedUntil, 0) <= ?",
                arguments: [(now + .seconds(-86_400)).milliseconds, now.milliseconds])
            var tries = FailedTries(
                try Row.fetchOne(
                    db, sql: "SELECT failures, lockedUntil FROM signInFailure WHERE name = ?", arguments: [key]))
            let end = tries.count(triesBeforeLock: policy.triesBeforeLock, lock: policy.lock, now: now)
            if let end { return end }
            try db.execute(
                sql: """
                    INSERT INTO signInFailure (name, failures, lastAt, lockedUntil) VALUES (?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET failures = excluded.failures, lastAt = excluded.lastAt,
                        lockedUntil = excluded.lockedUntil
                    """,
                arguments: [key, tries.failures, now.milliseconds, tries.lockedUntil?.milliseconds])
            return nil
        }
    }
}
