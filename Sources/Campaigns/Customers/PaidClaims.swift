import GRDB

/// “I have paid”: a customer's word, to which the billing data get some days to agree.
///
/// Until then nobody asks again; afterwards the look before the dial decides.
package struct PaidClaims: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Stored when this returns.
    ///
    /// A second press in the same call changes nothing.
    package func record(_ lease: ContactLease, attempt: Attempt, now: UTCTime) async throws {
        let until = now + lease.campaign.claimPatience
        try await database.commit { db in
            try Self.record(db, account: lease.account, attempt: attempt.id, until: until, now: now)
        }
    }

    /// The same inside a transaction of the caller.
    static func record(_ db: Database, account: String, attempt: Int64?, until: UTCTime, now: UTCTime) throws {
        try db.execute(
            sql: """
                INSERT INTO paidClaim (account, attempt, claimedAt, suspendsUntil) VALUES (?, ?, ?, ?)
                ON CONFLICT (attempt) DO NOTHING
                """,
            arguments: [account, attempt, now.milliseconds, until.milliseconds])
    }
}
