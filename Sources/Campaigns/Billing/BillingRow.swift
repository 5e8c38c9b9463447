import Foundation
import GRDB

/// One row of the billing file, read with suspicion: it was made elsewhere.
struct BillingRow {
    let row: Row
    let query: BillingQueries.Name
    let plan: NumberingPlan

    func text(_ column: String) throws(CampaignsError) -> String {
        guard let text = try optionalText(column), !text.isEmpty else { throw wrong(column, "text") }
        return text
    }

    func optionalText(_ column: String) throws(CampaignsError) -> String? {
        switch row.databaseValue(column)?.storage {
        case nil, .null: return nil
        case .string(let text) where text.utf8.count <= 400: return text
        // Account and telephone numbers that were typed in without quotes.
        case .int64(let number): return String(number)
        default: throw wrong(column, "text of at most 400 bytes")
        }
    }

    func integer(_ column: String) throws(CampaignsError) -> Int64 {
        // A billion yuan is beyond any telephone bill, and leaves room to add many of them.
        guard case .int64(let number)? = row.databaseValue(column)?.storage, number.magnitude <= 100_000_000_000 else {
            throw wrong(column, "an integer")
        }
        return number
    }

    func money(_ column: String) throws(CampaignsError) -> Fen { Fen(try integer(column)) }

    func day(_ column: String) throws(CampaignsError) -> CalendarDay {
        guard let day = CalendarDay(iso: try text(column)) else { throw wrong(column, "a day YYYY-MM-DD") }
        return day
    }

    func month(_ column: String) throws(CampaignsError) -> BillingMonth {
        guard let month = BillingMonth(iso: try text(column)) else { throw wrong(column, "a month YYYY-MM") }
        return month
    }

    func number(_ column: String) throws(CampaignsError) -> E164 {
        let text = try text(column)
        do { return try plan.e164(text) } catch { throw wrong(column, "a telephone number") }
    }

    /// `telephone`, and `telephone2` to `telephone9` where the view has them.
    func telephones() throws(CampaignsError) -> [ContactNumber] {
        var numbers = [ContactNumber(try number("telephone"))]
        for position in 2...9 {
            let column = "telephone\(position)"
            guard let text = try optionalText(column), !text.isEmpty else { continue }
            let number = ContactNumber(try number(column))
            if !numbers.contains(number) { numbers.append(number) }
        }
        return numbers
    }

    /// Nil where the view doesn't say.
    func zone(_ column: String) throws(CampaignsError) -> TimeZone? {
        guard let text = try optionalText(column), !text.isEmpty else { return nil }
        guard let zone = TimeZone(identifier: text) else { throw wrong(column, "a time zone such as Asia/Shanghai") }
        return zone
    }

    /// Nil where the view doesn't say.
    func region(_ column: String) throws(CampaignsError) -> Region? {
        guard let text = try optionalText(column), !text.isEmpty else { return nil }
        guard let region = Region(text) else { throw wrong(column, "a region such as US or US-FL") }
        return region
    }

    func language(_ column: String) throws(CampaignsError) -> CustomerLanguage? {
        guard let text = try optionalText(column), !text.isEmpty else { return nil }
        guard let language = CustomerLanguage(rawValue: text) else { throw wrong(column, "“zh”, “en” or NULL") }
        return language
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ column: String,
        of type: Choice.Type
    ) throws(CampaignsError) -> Choice where Choice.RawValue == String {
        let text = try text(column)
        guard let choice = Choice(rawValue: text) else {
            throw wrong(column, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    private func wrong(_ column: String, _ expected: String) -> CampaignsError {
        // Accounts may be named to staff; values may be personal and stay out.
        let account = (row.databaseValue("account")?.storage.value as? String).map { " of account \($0)" } ?? ""
        return CampaignsError(
            .billingRow,
            "The billing data\(account) have no valid “\(column)” (query “\(query.rawValue)”): "
                + "it must be \(expected). See docs/billing-contract.md."
        )
    }
}

extension Row {
    fileprivate func databaseValue(_ column: String) -> DatabaseValue? { self[column] as DatabaseValue? }
}
