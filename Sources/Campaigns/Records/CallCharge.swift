import GRDB

/// What calls to one group of numbers cost: a first period, then steps.
package struct CallRate: Hashable, Sendable {
    /// The beginning of the numbers in E.164 form, `+86138`; `+` is all others.
    package let prefix: String
    package let name: String
    package let perMinute: Fen
    /// Units: seconds, at least 1; as long is paid for also where the call was shorter.
    package let firstSeconds: Int64
    /// Units: seconds, at least 1; each step after the first period is paid for whole.
    package let thenSeconds: Int64

    package init(prefix: String, name: String, perMinute: Fen, firstSeconds: Int64, thenSeconds: Int64) {
        (self.prefix, self.name, self.perMinute) = (prefix, name, perMinute)
        (self.firstSeconds, self.thenSeconds) = (firstSeconds, thenSeconds)
    }

    /// Writes the rate over an older one of the same prefix.
    ///
    /// Inside a transaction of the caller.
    func save(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO rate (prefix, name, fenPerMinute, firstSeconds, thenSeconds)
                VALUES (?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [prefix, name, perMinute.count, firstSeconds, thenSeconds])
    }

    /// The rate with the longest prefix of a number; nil where there is none.
    ///
    /// Inside a transaction of the caller.
    static func find(_ db: Database, for number: E164) throws -> CallRate? {
        let prefixes = (1...16).map { String(number.text.prefix($0)) }
        let statement = try db.cachedStatement(
            sql: """
                SELECT prefix, name, fenPerMinute, firstSeconds, thenSeconds FROM rate
                WHERE prefix IN (\(prefixes.map { _ in "?" }.joined(separator: ", "))) ORDER BY length(prefix) DESC LIMIT 1
                """
        )
        return try Row.fetchOne(statement, arguments: StatementArguments(prefixes)).map {
            CallRate(
                prefix: $0[0], name: $0[1], perMinute: Fen($0[2]), firstSeconds: $0[3], thenSeconds: $0[4])
        }
    }
}

/// What one call costs.
package struct CallCharge: Hashable, Sendable {
    /// Units: seconds that are paid for.
    package let seconds: Int64
    package let amount: Fen

    /// Nothing for a call that wasn't answered; an answered one pays its first period, however short it was.
    ///
    /// - Parameter talk: from answer to end.
    package init(_ rate: CallRate, talk: Duration?) {
        guard let talk else {
            (seconds, amount) = (0, Fen(0))
            return
        }
        let begun = (max(talk.wholeMilliseconds, 0) + 999) / 1000
        let after = max(begun - rate.firstSeconds, 0)
        seconds = rate.firstSeconds + (after + rate.thenSeconds - 1) / rate.thenSeconds * rate.thenSeconds
        // To the nearest fen, a half up.
        amount = Fen((rate.perMinute.count * seconds + 30) / 60)
    }
}
