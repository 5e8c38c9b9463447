import GRDB

extension BillingSource {
    /// All who owe, by the campaign's filter.
    ///
    /// Throws: `billingBeingReplaced`.
    package func select(_ source: CampaignDefinition.Source, today: CalendarDay) async throws -> Selection {
        guard let query = source.kind.selection else { return Selection(debtors: [], refused: []) }
        let (plan, sql) = (plan, queries.sql(query))
        return try await enquireAtLength { db in
            var debtors: [Debtor] = []
            var refused: [CampaignsError] = []
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                do throws(CampaignsError) {
                    let debtor = try Self.debtor(row, query, plan)
                    if source.includes(debtor.due, today: today) { debtors.append(debtor) }
                } catch {
                    refused.append(error)
                }
            }
            return Selection(debtors: debtors, refused: refused)
        }
    }

    /// What the account owes now; nil where it owes nothing any more.
    ///
    /// Throws: `billingBeingReplaced`, `billingRow`.
    package func currentDebt(of account: String, kind: CampaignDefinition.Source.Kind) async throws -> Debtor? {
        guard let query = kind.ofAccount else { return nil }
        let (plan, sql) = (plan, queries.sql(query))
        return try await enquire { db in
            try Row.fetchOne(db.cachedStatement(sql: sql), arguments: ["account": account])
                .map { try Self.debtor($0, query, plan) }
        }
    }

    /// The account that a telephone or fax number belongs to; nil where it is none's or two accounts claim it.
    package func account(number: E164) async throws -> BillingAccount? {
        let (plan, sql) = (plan, queries.sql(.accountByNumber))
        let dialled = plan.dialled(number)
        return try await enquire { db in
            let rows = try Row.fetchAll(db, sql: sql, arguments: ["e164": number.text, "dialled": dialled])
            let accounts = try rows.map { try Self.account($0, .accountByNumber, plan) }
            // Nobody is told somebody else's bill: a number that is two accounts' is treated as unknown.
            return Set(accounts).count == 1 ? accounts.first : nil
        }
    }

    package func account(contract: String) async throws -> BillingAccount? {
        let (plan, sql) = (plan, queries.sql(.accountByContract))
        return try await enquire { db in
            try Row.fetchOne(db, sql: sql, arguments: ["account": contract])
                .map { try Self.account($0, .accountByContract, plan) }
        }
    }

    /// The bills there are, the latest first, at most 24.
    package func bills(account: String) async throws -> [Bill] {
        let (plan, sql) = (plan, queries.sql(.billMonths))
        return try await enquire { db in
            try Row.fetchAll(db, sql: sql, arguments: ["account": account])
                .map { try Self.bill(BillingRow(row: $0, query: .billMonths, plan: plan)) }
        }
    }

    /// Header, totals and rows of one bill, all as of one moment; nil where there is no bill for that month.
    ///
    /// - Parameter month: The latest bill where nil.
    package func itemisedBill(account: String, month: BillingMonth?) async throws -> ItemisedBill? {
        let (plan, queries) = (plan, queries)
        return try await enquire { db in
            // The months come with the latest first, and each row is a whole header.
            let query = month == nil ? BillingQueries.Name.billMonths : .bill
            var asked: StatementArguments = ["account": account]
            if let month { asked += ["month": month.description] }
            guard let row = try Row.fetchOne(db, sql: queries.sql(query), arguments: asked) else { return nil }
            let bill = try Self.bill(BillingRow(row: row, query: query, plan: plan))
            let key: StatementArguments = ["account": account, "month": bill.month.description]
            guard
                let owner = try Row.fetchOne(
                    db,
                    sql: queries.sql(.accountByContract),
                    arguments: ["account": account]
                )
            else { return nil }
            // More would be hundreds of fax pages, or a mistake.
            let items = try Row.fetchAll(db, sql: queries.sql(.billItems), arguments: key).prefix(20_000)
            return ItemisedBill(
                account: try Self.account(owner, .accountByContract, plan),
                bill: bill,
                totals: try Row.fetchAll(db, sql: queries.sql(.billTotals), arguments: key).map {
                    let row = BillingRow(row: $0, query: .billTotals, plan: plan)
                    return BillTotal(
                        kind: try row.choice("kind", of: ChargeKind.self),
                        amount: try row.money("amount_fen")
                    )
                },
                items: try items.map { try Self.item(BillingRow(row: $0, query: .billItems, plan: plan)) }
            )
        }
    }

    private static func debtor(
        _ row: Row,
        _ query: BillingQueries.Name,
        _ plan: NumberingPlan
    ) throws(CampaignsError) -> Debtor {
        let row = BillingRow(row: row, query: query, plan: plan)
        let due: Due
        switch query {
        case .arrearsPrepaid, .arrearsPrepaidOfAccount:
            due = .prepaid(
                PrepaidArrears(
                    account: try row.text("account"),
                    balance: try row.money("balance_fen"),
                    accrued: try row.money("accrued_fen"),
                    since: try row.day("since_date")
                )
            )
        default:
            due = .postpaid(
                PostpaidArrears(
                    account: try row.text("account"),
                    month: try row.month("month"),
                    periodStart: try row.day("period_start"),
                    periodEnd: try row.day("period_end"),
                    amount: try row.money("amount_fen"),
                    dueDay: try row.day("due_date")
                )
            )
        }
        return Debtor(
            person: try row.optionalText("person"),
            name: try row.text("name"),
            language: try row.language("language"),
            zone: try row.zone("time_zone"),
            region: try row.region("region"),
            numbers: try row.telephones(),
            due: due
        )
    }

    private static func account(
        _ row: Row,
        _ query: BillingQueries.Name,
        _ plan: NumberingPlan
    ) throws(CampaignsError) -> BillingAccount {
        let row = BillingRow(row: row, query: query, plan: plan)
        return BillingAccount(
            account: try row.text("account"),
            name: try row.text("name"),
            language: try row.language("language"),
            telephone: try row.number("telephone"),
            fax: try row.optionalText("fax") == nil ? nil : try row.number("fax"),
            payment: try row.choice("payment", of: BillingAccount.Payment.self),
            balance: try row.money("balance_fen"),
            accrued: try row.money("accrued_fen")
        )
    }

    private static func bill(_ row: BillingRow) throws(CampaignsError) -> Bill {
        Bill(
            account: try row.text("account"),
            month: try row.month("month"),
            periodStart: try row.day("period_start"),
            periodEnd: try row.day("period_end"),
            issued: try row.day("issued_date"),
            dueDay: try row.day("due_date"),
            total: try row.money("total_fen"),
            paid: try row.money("paid_fen")
        )
    }

    private static func item(_ row: BillingRow) throws(CampaignsError) -> BillItem {
        BillItem(
            started: try row.text("started"),
            kind: try row.choice("kind", of: ChargeKind.self),
            called: try row.optionalText("called"),
            description: try row.optionalText("description") ?? "",
            duration: try row.optionalText("seconds") == nil ? nil : .seconds(try row.integer("seconds")),
            amount: try row.money("amount_fen")
        )
    }
}

extension CampaignDefinition.Source.Kind {
    /// Nil where the billing data aren't asked.
    var selection: BillingQueries.Name? {
        switch self {
        case .arrearsPostpaid: .arrearsPostpaid
        case .arrearsPrepaid: .arrearsPrepaid
        case .list: nil
        }
    }

    var ofAccount: BillingQueries.Name? {
        switch self {
        case .arrearsPostpaid: .arrearsPostpaidOfAccount
        case .arrearsPrepaid: .arrearsPrepaidOfAccount
        case .list: nil
        }
    }
}
