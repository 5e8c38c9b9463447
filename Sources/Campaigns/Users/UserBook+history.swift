import GRDB

/// Something that was done with a user or by one.
package struct UserDeed: Hashable, Codable, Sendable {
    package let at: UTCTime
    /// A user of the console, or a person's account on this machine.
    package let who: String
    package let what: String
    /// What it was done with, such as `user wang` or `recording 12`.
    package let subject: String
    package let detail: String?
}

extension UserBook {
    /// Sign-ins, changes of users and played recordings, the oldest first.
    ///
    /// - Parameter name: only what this user did, or what was done with him.
    package func history(of name: String? = nil) async throws -> [UserDeed] {
        let key = name.map(User.key)
        return try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM event
                    WHERE (subject GLOB 'user *' OR subject GLOB 'recording *' OR subject = ?2)
                        AND what <> 'recorded'
                        AND (?1 IS NULL OR who = ?1 OR subject = 'user ' || ?1)
                    ORDER BY id
                    """,
                arguments: [key, Self.nobody]
            ).map { row in
                UserDeed(
                    at: UTCTime(milliseconds: row["at"]), who: row["who"], what: row["what"], subject: row["subject"],
                    detail: row["detail"])
            }
        }
    }

    static let nobody = "a name that nobody has"
}
