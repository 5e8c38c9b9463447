import Foundation

/// The values of one row by column, each read with suspicion.
struct RowCells {
    /// As much as the billing contract allows a text.
    private static let textLimit = 400

    private let row: CSVRow
    private let layout: ListLayout

    /// Throws: what is wrong with the row as a whole.
    init(_ row: CSVRow, _ layout: ListLayout) throws(RowRefusal) {
        self.row = row
        self.layout = layout
        guard row.count == layout.width else {
            throw RowRefusal(
                line: row.line, column: "",
                reason: "the row has \(row.count) values, but the first row has \(layout.width) columns")
        }
        if let broken = row.brokenValue {
            throw RowRefusal(
                line: row.line, column: broken < layout.headings.count ? layout.headings[broken] : "",
                reason: "the value is no text in the file's encoding. Save the file as UTF-8, or say --encoding")
        }
    }

    // MARK: Text

    /// What stands there without white space around it; empty where nothing does.
    func text(at place: Int, _ heading: String) throws(RowRefusal) -> String {
        var text = row.values[place].trimmed
        // We wrote these rows ourselves, safe for a spreadsheet.
        if layout.isOfRefusedRows { text = CSVWriter.unguarded(text) }
        guard text.utf8.count <= Self.textLimit else {
            throw refusal(heading, "the value is longer than \(Self.textLimit) bytes")
        }
        guard !text.hasControlCharacter else { throw refusal(heading, "the value contains a control character") }
        return text
    }

    func optionalText(_ column: ListColumn) throws(RowRefusal) -> String? {
        guard let place = layout.places[column] else { return nil }
        let text = try text(at: place, layout.headings[place])
        return text.isEmpty ? nil : text
    }

    func optionalText(_ meaning: ListColumn.Meaning) throws(RowRefusal) -> String? {
        try optionalText(ListColumn(meaning))
    }

    func text(_ column: ListColumn) throws(RowRefusal) -> String {
        guard let text = try optionalText(column) else { throw refusal(column, "the value is missing") }
        return text
    }

    func text(_ meaning: ListColumn.Meaning) throws(RowRefusal) -> String { try text(ListColumn(meaning)) }

    // MARK: Telephone

    func number(_ column: ListColumn, _ plan: NumberingPlan) throws(RowRefusal) -> E164 {
        guard let number = try optionalNumber(column, plan) else { throw refusal(column, "the number is missing") }
        return number
    }

    func optionalNumber(_ column: ListColumn, _ plan: NumberingPlan) throws(RowRefusal) -> E164? {
        guard let text = try optionalText(column) else { return nil }
        switch plan.reading(of: text) {
        case .number(let number): return number
        case .none(let reason): throw refusal(column, reason)
        }
    }

    func prefix() throws(RowRefusal) -> String {
        let text = try text(.prefix).narrowed
        let digits = text.hasPrefix("+") ? String(text.dropFirst()) : text
        guard (1...15).contains(digits.utf8.count), digits.plainInteger != nil, !digits.hasPrefix("0") else {
            throw refusal(.prefix, "“\(text)” is no beginning of a number: write + and country code, such as +86139")
        }
        return digits
    }

    // MARK: What and where

    func language() throws(RowRefusal) -> CustomerLanguage? {
        guard let text = try optionalText(.language) else { return nil }
        switch text.lowercased() {
        case "zh", "zh-cn", "chinese", "mandarin", "中文", "汉语", "普通话": return .mandarin
        case "en", "english", "英文", "英语": return .english
        default: throw refusal(.language, "“\(text)” is no language we speak; write zh or en")
        }
    }

    func agent() throws(RowRefusal) -> AgentNumber? {
        guard let text = try optionalText(.agent) else { return nil }
        guard let agent = AgentNumber(text) else {
            throw refusal(.agent, "“\(text)” is no agent's number; write its 1 to 12 digits")
        }
        return agent
    }

    private static let zones = Set(TimeZone.knownTimeZoneIdentifiers + ["UTC"])

    func zone(_ column: ListColumn) throws(RowRefusal) -> String? {
        guard let text = try optionalText(column) else { return nil }
        guard Self.zones.contains(text) else {
            throw refusal(column, "“\(text)” is no time zone; write it as Asia/Shanghai")
        }
        return text
    }

    func region() throws(RowRefusal) -> String? {
        guard let text = try optionalText(.region) else { return nil }
        guard text.wholeMatch(of: /[A-Z]{2}(?:-[A-Z0-9]{1,3})?/) != nil else {
            throw refusal(.region, "“\(text)” is no region of ISO 3166; write it as CN-GD")
        }
        return text
    }

    func refusal(_ column: ListColumn, _ reason: String) -> RowRefusal {
        refusal(layout.heading(of: column), reason)
    }

    func refusal(_ meaning: ListColumn.Meaning, _ reason: String) -> RowRefusal {
        refusal(ListColumn(meaning), reason)
    }

    private func refusal(_ heading: String, _ reason: String) -> RowRefusal {
        RowRefusal(line: row.line, column: heading, reason: reason)
    }
}
