import GRDB

/// Callbacks, and numbers that aren't called.
extension ListTarget {
    /// A callback is known by its number, time and wish; none is ever changed.
    static let callbacks = ListTarget(
        columns: [
            "number TEXT", "account TEXT", "language TEXT", "dueAt INTEGER", "wish TEXT",
            "agentGroup TEXT", "agent TEXT", "agentUntil INTEGER",
        ],
        staged: { row in
            guard case .callback(let callback) = row else { return nil }
            return Staged(
                values: [
                    callback.number.text, callback.account, callback.language?.rawValue, callback.dueAt.milliseconds,
                    callback.wish, callback.group, callback.agent?.text,
                    callback.agent.map { _ in (callback.dueAt + CallbackBook.usualPatience).milliseconds },
                ],
                key: "\(callback.number.text) \(callback.dueAt.milliseconds) \(callback.wish)",
                keyColumn: .phone
            )
        },
        repetition: .isPassedOver,
        fates: """
            SELECT line, NULL, iif(EXISTS (SELECT 1 FROM main.callback WHERE callback.number = listed.number
                AND callback.dueAt = listed.dueAt AND callback.wish = listed.wish), 'same', 'added')
            FROM staging.listed
            """,
        statements: [
            """
            INSERT INTO main.callback (number, account, language, askedAt, dueAt, wish, agentGroup, agent, agentUntil, state)
            SELECT number, account, language, :now, dueAt, wish, agentGroup, agent, agentUntil, 'waiting'
            FROM staging.listed JOIN staging.fate ON fate.line = listed.line WHERE fate.fate = 'added'
            ORDER BY listed.line
            """
        ]
    )

    static let doNotCall = ListTarget(
        columns: ["number TEXT", "campaign TEXT", "source TEXT"],
        staged: { row in
            guard case .doNotCall(let entry) = row else { return nil }
            let campaign = entry.campaign ?? ""
            return Staged(
                values: [entry.number.text, campaign, entry.source],
                key: "\(entry.number.text) \(campaign)",
                keyColumn: .phone
            )
        },
        repetition: .isPassedOver,
        // Who is on the list stays there as he came, whatever list names him again.
        fates: """
            SELECT line, NULL, iif(EXISTS (SELECT 1 FROM main.doNotCall AS known WHERE known.number = listed.number
                AND known.campaign = listed.campaign), 'same', 'added')
            FROM staging.listed
            """,
        statements: [
            """
            INSERT INTO main.doNotCall (number, campaign, at, source)
            SELECT number, campaign, :now, source
            FROM staging.listed JOIN staging.fate ON fate.line = listed.line WHERE fate.fate = 'added'
            ORDER BY listed.line
            """
        ]
    )

    static let consents = ListTarget(
        columns: ["number TEXT", "topic TEXT", "givenAt INTEGER", "evidence TEXT"],
        staged: { row in
            guard case .consent(let consent) = row else { return nil }
            return Staged(
                values: [consent.number.text, consent.topic, consent.givenAt.milliseconds, consent.evidence],
                key: "\(consent.number.text) \(consent.topic)",
                keyColumn: .phone
            )
        },
        repetition: .isRefused,
        fates: replacing("consent", key: ["number", "topic"], values: ["givenAt", "evidence"]).fates,
        statements: replacing("consent", key: ["number", "topic"], values: ["givenAt", "evidence"]).statements
    )
}
