/// What the gate reads, in one statement: a row is one number of a contact with its whole history.
extension CallGate {
    static let contactSQL = select("WHERE contact.id = :contact ORDER BY contactNumber.position")

    static let dueSQL = dueSQL(which: "campaign = :campaign AND state = 'waiting'")
    static let dueInPilotSQL = dueSQL(which: "campaign = :campaign AND isPilot = 1 AND state = 'waiting'")

    private static func dueSQL(which: String) -> String {
        select(
            """
            WHERE contact.id IN (SELECT id FROM contact WHERE \(which) AND dueAt <= :now
                ORDER BY dueAt, id LIMIT :limit)
            ORDER BY contact.dueAt, contact.id, contactNumber.position
            """
        )
    }

    static let waitingSQL = select(
        """
        WHERE contact.id IN (SELECT id FROM contact WHERE campaign = :campaign AND state = 'waiting'
            AND id > :after AND id <= :last ORDER BY id LIMIT 500)
        ORDER BY contact.id, contactNumber.position
        """
    )

    /// Calls of the past, packed as time × 64 + standing × 8 + purpose, so that a row carries a whole history.
    static func history(_ column: String, _ value: String) -> String {
        """
        (SELECT group_concat(openedAt * 64 + standing * 8 + CASE purpose WHEN 'dunning' THEN 0 WHEN 'service' THEN 1
            WHEN 'callback' THEN 2 WHEN 'notification' THEN 3 ELSE 4 END)
        FROM attempt WHERE attempt.\(column) = \(value) AND openedAt > :since AND standing IS NOT NULL)
        """
    }

    /// In the order of `GateReading.Column`.
    static func select(_ which: String) -> String {
        """
        SELECT contact.id, contact.account, contact.person, contact.name, contact.language, contact.facts,
            contact.attemptsUsed, contact.stage, contact.zone, contact.region,
            contactNumber.number, contactNumber.zone, contactNumber.opens, contactNumber.closes, contactNumber.retryAt,
            CASE WHEN :countsNumber THEN \(history("number", "contactNumber.number")) END,
            CASE WHEN :countsPerson THEN \(history("person", "contact.person")) END,
            CASE WHEN :countsAccount THEN \(history("account", "contact.account")) END,
            (SELECT max(CASE campaign WHEN '' THEN 2 ELSE 1 END) FROM doNotCall
                WHERE doNotCall.number = contactNumber.number AND campaign IN ('', :name)),
            (SELECT max(suspendsUntil) FROM promise WHERE promise.account = contact.account AND promise.state = 'open'),
            (SELECT max(suspendsUntil) FROM paidClaim WHERE paidClaim.account = contact.account),
            EXISTS (SELECT 1 FROM attempt WHERE attempt.number = contactNumber.number AND finishedAt IS NULL),
            CASE WHEN :isService THEN EXISTS (SELECT 1 FROM consent
                WHERE consent.number = contactNumber.number AND topic = :topic) END,
            CASE WHEN :isService THEN EXISTS (SELECT 1 FROM contact AS other
                JOIN campaign ON campaign.id = other.campaign
                WHERE other.person = contact.person AND other.state IN ('waiting', 'leased')
                    AND campaign.definition ->> '$.purpose' = 'dunning') END
        FROM contact
        LEFT JOIN contactNumber ON contactNumber.contact = contact.id AND isWrong = 0
            AND contactNumber.attemptsUsed < :triesPerNumber
        \(which)
        """
    }
}
