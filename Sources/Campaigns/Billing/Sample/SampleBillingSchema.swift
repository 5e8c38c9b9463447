/// The sample's tables, and over them the views of the contract, as a billing system would define them.
enum SampleBillingSchema {
    static let sql = """
        PRAGMA user_version = 1;
        CREATE TABLE customer (
            account TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT, telephone TEXT NOT NULL, fax TEXT,
            payment TEXT NOT NULL, balance_fen INTEGER NOT NULL, accrued_fen INTEGER NOT NULL, short_since TEXT
        ) STRICT;
        CREATE INDEX customer_telephone ON customer(telephone);
        CREATE INDEX customer_fax ON customer(fax);
        CREATE TABLE bill_made (
            account TEXT NOT NULL, month TEXT NOT NULL, period_start TEXT NOT NULL, period_end TEXT NOT NULL,
            issued_date TEXT NOT NULL, due_date TEXT NOT NULL, total_fen INTEGER NOT NULL, paid_fen INTEGER NOT NULL,
            PRIMARY KEY (account, month)
        ) STRICT;
        CREATE TABLE bill_row (
            account TEXT NOT NULL, month TEXT NOT NULL, line INTEGER NOT NULL, started TEXT NOT NULL,
            kind TEXT NOT NULL, called TEXT, description TEXT NOT NULL, seconds INTEGER, amount_fen INTEGER NOT NULL,
            PRIMARY KEY (account, month, line)
        ) STRICT;

        CREATE VIEW customer_account AS
            SELECT account, name, language, telephone, fax, payment,
                CASE payment WHEN 'prepaid' THEN balance_fen ELSE
                    -(SELECT coalesce(sum(total_fen - paid_fen), 0) FROM bill_made
                        WHERE bill_made.account = customer.account) END AS balance_fen,
                accrued_fen
            FROM customer;
        CREATE VIEW account_number AS
            SELECT account, telephone AS number FROM customer
            UNION ALL SELECT account, fax FROM customer WHERE fax IS NOT NULL;
        CREATE VIEW bill AS
            SELECT account, month, period_start, period_end, issued_date, due_date, total_fen, paid_fen
            FROM bill_made;
        CREATE VIEW bill_item AS
            SELECT account, month, line, started, kind, called, description, seconds, amount_fen FROM bill_row;
        CREATE VIEW bill_total AS
            SELECT account, month, kind, sum(amount_fen) AS amount_fen,
                CASE kind WHEN 'calls' THEN 1 WHEN 'long_distance' THEN 2 WHEN 'data' THEN 3 WHEN 'internet' THEN 4
                    ELSE 5 END AS position
            FROM bill_row GROUP BY account, month, kind;
        CREATE VIEW arrears_postpaid AS
            SELECT bill_made.account, name, language, telephone, min(month) AS month,
                min(period_start) AS period_start, max(period_end) AS period_end,
                sum(total_fen - paid_fen) AS amount_fen, min(due_date) AS due_date
            FROM bill_made JOIN customer ON customer.account = bill_made.account
            WHERE payment = 'postpaid' AND paid_fen < total_fen
            GROUP BY bill_made.account;
        CREATE VIEW arrears_prepaid AS
            SELECT account, name, language, telephone, balance_fen, accrued_fen, short_since AS since_date
            FROM customer WHERE payment = 'prepaid' AND balance_fen < accrued_fen AND short_since IS NOT NULL;
        """
}
