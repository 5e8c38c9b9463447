/// The SQL that counts finished attempts, as they finish and anew.
///
/// An attempt is counted at the quarter of an hour in which it was opened: every time zone in use lies whole quarters
/// from UTC, so hours and days of any of them are sums of quarters. In the expressions `row.` is the attempt.
enum AttemptTally {
    static let key = "campaign, quarter, kind, outcome, answeredBy, wasPlayedToEnd, isAbandoned"
    static let columns = key + ", attempts, rang, reached"

    private static let campaign = """
        coalesce((SELECT contact.campaign FROM contact WHERE contact.id = row.contact), 0)
        """

    /// Whether this is the first call that reached the contact: answered, and by no machine as far as we know.
    private static let reached = """
        (row.contact IS NOT NULL AND row.outcome = 'answered' AND row.answeredBy IN ('person', 'unknown')
            AND NOT EXISTS (SELECT 1 FROM attempt AS earlier WHERE earlier.contact = row.contact
                AND earlier.outcome = 'answered' AND earlier.answeredBy IN ('person', 'unknown')
                AND earlier.id < row.id))
        """

    private static let place = """
        \(campaign), \(TallySource.quarter("row.openedAt")), row.kind, row.outcome, coalesce(row.answeredBy, ''),
        row.wasPlayedToEnd, row.isAbandoned
        """

    /// What the tally must say.
    static let recount = """
        SELECT \(place), count(*), sum(row.ringingAt IS NOT NULL), sum(\(reached))
        FROM attempt AS row WHERE row.finishedAt IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
        """

    static let triggers = [("finished", "UPDATE OF finishedAt"), ("added", "INSERT")].map { name, change in
        """
        CREATE TRIGGER tally_attempt_\(name) AFTER \(change) ON attempt WHEN NEW.finishedAt IS NOT NULL BEGIN
        INSERT INTO attemptTally (\(columns))
        VALUES (\(place), 1, row.ringingAt IS NOT NULL, \(reached))
        ON CONFLICT DO UPDATE SET attempts = attempts + 1, rang = rang + excluded.rang,
            reached = reached + excluded.reached;
        END;
        """.replacing("row.", with: "NEW.")
    }.joined(separator: "\n")
}
