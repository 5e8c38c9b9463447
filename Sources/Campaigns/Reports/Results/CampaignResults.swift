/// The results of campaigns, for the billing system to read: `docs/results-contract.md` says what each column means.
package enum CampaignResults {
    /// A contract: columns are added at its end, and none is ever taken away or given another meaning.
    static let columns = [
        "campaign", "account", "occasion", "state", "reason", "attempts", "number", "last_outcome", "last_answered_by",
        "last_attempt_at", "heard_to_end", "promise_date", "promise_state", "claimed_paid_at", "opted_out_at",
        "callback_asked_at", "ended_at", "promise_amount_fen",
    ]

    static let view = view(with: ["promise.amountFen AS promise_amount_fen"])

    /// As it first came, in a step of the schema that was released, so nothing of it is changed.
    static let firstView = view(with: [])

    private static func view(with added: [String]) -> String {
        """
        CREATE VIEW campaign_result AS
        SELECT campaign.name AS campaign, contact.account AS account, contact.occasion AS occasion,
            contact.state AS state, contact.reason AS reason,
            (SELECT count(*) FROM attempt WHERE attempt.contact = contact.id AND attempt.outcome IS NOT NULL)
                AS attempts,
            coalesce(last.number, (SELECT contactNumber.number FROM contactNumber
                WHERE contactNumber.contact = contact.id ORDER BY contactNumber.position LIMIT 1)) AS number,
            last.outcome AS last_outcome, last.answeredBy AS last_answered_by,
            \(time("last.openedAt")) AS last_attempt_at,
            EXISTS (SELECT 1 FROM attempt WHERE attempt.contact = contact.id AND attempt.outcome = 'answered'
                AND attempt.wasPlayedToEnd) AS heard_to_end,
            promise.dueDay AS promise_date, promise.state AS promise_state,
            \(time(lastly("max(paidClaim.claimedAt)", "paidClaim", "attempt"))) AS claimed_paid_at,
            \(time(lastly("max(doNotCall.at)", "doNotCall", "attempt"))) AS opted_out_at,
            \(time(lastly("max(callback.askedAt)", "callback", "attempt"))) AS callback_asked_at,
            \((["\(time("contact.endedAt")) AS ended_at"] + added).joined(separator: ", "))
        FROM contact JOIN campaign ON campaign.id = contact.campaign
        LEFT JOIN attempt AS last ON last.id = (SELECT max(attempt.id) FROM attempt
            WHERE attempt.contact = contact.id AND attempt.outcome IS NOT NULL)
        LEFT JOIN promise ON promise.id = \(lastly("max(promise.id)", "promise", "attempt"));
        """
    }

    /// One campaign's, by index only.
    static let selection = "SELECT \(columns.joined(separator: ", ")) FROM campaign_result WHERE campaign = :campaign"

    /// The same in a file of its own.
    static let table = """
        CREATE TABLE campaign_result (
            campaign TEXT NOT NULL, account TEXT NOT NULL, occasion TEXT NOT NULL, state TEXT NOT NULL,
            reason TEXT NOT NULL, attempts INTEGER NOT NULL, number TEXT, last_outcome TEXT, last_answered_by TEXT,
            last_attempt_at TEXT, heard_to_end INTEGER NOT NULL, promise_date TEXT, promise_state TEXT,
            claimed_paid_at TEXT, opted_out_at TEXT, callback_asked_at TEXT, ended_at TEXT, promise_amount_fen INTEGER,
            PRIMARY KEY (campaign, account, occasion)
        ) STRICT;
        CREATE INDEX campaign_result_account ON campaign_result(account);
        CREATE TABLE result_file (made_at TEXT NOT NULL) STRICT;
        PRAGMA user_version = 1;
        """

    private static func time(_ milliseconds: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(milliseconds) / 1000, 'unixepoch')"
    }

    /// The latest thing that was said in a call with the contact.
    private static func lastly(_ figure: String, _ table: String, _ attempt: String) -> String {
        """
        (SELECT \(figure) FROM attempt JOIN \(table) ON \(table).\(attempt) = attempt.id
            WHERE attempt.contact = contact.id)
        """
    }
}
