import GRDB

extension ContactBook {
    /// What the rules say of those who wait in a campaign, without touching them.
    package struct Outlook: Hashable, Codable, Sendable {
        /// May be called now, by the rules and by the retry policy.
        package var callable = 0
        /// Rest after a try, or have no number left to be tried now.
        package var resting = 0
        /// Held back now, by the first rule that does it.
        package var held: [String: Int] = [:]
        /// May never be called as things are, by rule.
        package var refused: [String: Int] = [:]
        /// Verdicts that were asked for: one for each number looked at.
        package var verdicts = 0

        package static func + (one: Outlook, other: Outlook) -> Outlook {
            var sum = one
            sum.callable += other.callable
            sum.resting += other.resting
            sum.held.merge(other.held, uniquingKeysWith: +)
            sum.refused.merge(other.refused, uniquingKeysWith: +)
            sum.verdicts += other.verdicts
            return sum
        }
    }

    /// Asks the gate about everybody who waits: says exactly why a campaign that runs has nothing to dial.
    ///
    /// Reads in parts, so that nobody waits for it and no transaction grows long.
    ///
    /// - Parameter readers: how many look at once, each at its share of the contacts.
    package func outlook(campaign name: String, readers: Int = 2, now: UTCTime) async throws -> Outlook {
        let found = try await database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT id, definition,
                        (SELECT max(id) FROM contact) AS last,
                        (SELECT min(id) FROM contact) AS first
                    FROM campaign WHERE name = ?
                    """,
                arguments: [name]
            )
            .map {
                ($0["id"] as Int64, $0["definition"] as String, $0["first"] as Int64? ?? 1, $0["last"] as Int64? ?? 0)
            }
        }
        guard let (id, definition, first, last) = found else { throw Self.noCampaign(name) }
        let gate = CallGate(rules: rules, campaign: try CampaignDefinition(stored: definition))
        let share = (last - first) / Int64(max(1, readers)) + 1
        return try await withThrowingTaskGroup(of: Outlook.self) { group in
            for start in stride(from: first, through: last, by: Int(share)) {
                group.addTask {
                    try await outlook(gate, campaign: id, of: start...min(last, start + share - 1), now: now)
                }
            }
            return try await group.reduce(Outlook()) { $0 + $1 }
        }
    }

    private func outlook(
        _ gate: CallGate, campaign id: Int64, of contacts: ClosedRange<Int64>, now: UTCTime
    ) async throws -> Outlook {
        var outlook = Outlook()
        var after = contacts.lowerBound - 1
        while after < contacts.upperBound {
            let (part, last) = try await database.read { [after] db in
                let found = try gate.waiting(db, campaign: id, after: after, through: contacts.upperBound, now: now)
                return (found.reduce(into: Outlook()) { $0.count($1, gate, now: now) }, found.last?.id)
            }
            outlook = outlook + part
            guard let last else { break }
            after = last
        }
        return outlook
    }
}

extension ContactBook.Outlook {
    fileprivate mutating func count(_ contact: CallGate.Contact, _ gate: CallGate, now: UTCTime) {
        var held: String?
        var refused: String?
        for candidate in contact.numbers where candidate.retryAt <= now {
            verdicts += 1
            switch gate.verdict(candidate, now: now) {
            case .allowed:
                callable += 1
                return
            case .notNow(_, let reasons): held = held ?? reasons.first?.rule.name
            case .never(let reasons): refused = refused ?? reasons.first?.rule.name
            }
        }
        if let held {
            self.held[held, default: 0] += 1
        } else if let refused, contact.numbers.allSatisfy({ $0.retryAt <= now }) {
            self.refused[refused, default: 0] += 1
        } else {
            resting += 1
        }
    }
}
