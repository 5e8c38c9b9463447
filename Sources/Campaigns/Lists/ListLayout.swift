/// Which value of a row means what: read from the list's first row.
package struct ListLayout: Sendable {
    /// What is wrong with the first row.
    struct Fault: Hashable, Sendable {
        /// Counted from 1; nil where the whole row is meant.
        let column: Int?
        let sentence: String
    }

    package let kind: ListKind
    /// As they stand in the file, without those that we added ourselves.
    let headings: [String]
    /// By column: which value of the row it is, counted from 0.
    let places: [ListColumn: Int]
    /// Columns of free text: their headings and which value of the row they are.
    let texts: [(heading: String, place: Int)]
    /// How many values every row has.
    let width: Int
    /// These rows were refused before: line, column and reason stand behind them.
    let isOfRefusedRows: Bool

    /// The columns that the file of refused rows has beside those of the list.
    static let refusalHeadings = ["line", "column", "reason"]

    /// - Returns: All that is wrong at once, or the layout.
    static func read(
        _ row: [String],
        of kind: ListKind,
        mapping: ListMapping = ListMapping()
    ) -> Result<ListLayout, Faults> {
        let names = row.map(\.trimmed)
        let isOfRefusedRows = names.suffix(3).elementsEqual(refusalHeadings)
        let headings = isOfRefusedRows ? Array(names.dropLast(3)) : names
        var (places, texts, faults) = ([ListColumn: Int](), [(heading: String, place: Int)](), [Fault]())
        var seen: [String: Int] = [:]
        for (place, heading) in headings.enumerated() {
            if let twin = seen.updateValue(place, forKey: heading), !heading.isEmpty {
                faults.append(
                    Fault(
                        column: place + 1,
                        sentence: "“\(brief(heading))” already heads column \(twin + 1). Rename one of them."))
                continue
            }
            switch meaning(of: heading, kind, mapping) {
            case .column(let column):
                if let twin = places.updateValue(place, forKey: column) {
                    faults.append(
                        Fault(
                            column: place + 1,
                            sentence:
                                "“\(brief(heading))” means the same as “\(brief(headings[twin]))” in column \(twin + 1) "
                                + "(\(column.heading)). Rename one, or say in a mapping file which to take."))
                }
            case .text: texts.append((heading, place))
            case .ignored: break
            case .unknown(let remedy): faults.append(Fault(column: place + 1, sentence: remedy))
            }
        }
        faults += missing(in: places, of: kind) + unmet(mapping, headings)
        guard faults.isEmpty else { return .failure(Faults(all: faults)) }
        return .success(
            ListLayout(
                kind: kind, headings: headings, places: places, texts: texts, width: row.count,
                isOfRefusedRows: isOfRefusedRows))
    }

    struct Faults: Error, Hashable { let all: [Fault] }

    private enum Heading {
        case column(ListColumn)
        case text
        case ignored
        case unknown(remedy: String)
    }

    private static func meaning(of heading: String, _ kind: ListKind, _ mapping: ListMapping) -> Heading {
        if mapping.ignored.contains(heading) { return .ignored }
        if mapping.text.contains(heading) { return .text }
        if let column = mapping.columns[heading] { return .column(column) }
        if heading.isEmpty { return .unknown(remedy: "this column has no heading. Give it one, or take it away.") }
        // A column that the mapping takes from elsewhere is this one only where that says so.
        if let column = ListColumn(heading: heading), kind.columns.contains(column),
            !mapping.columns.values.contains(column)
        {
            return .column(column)
        }
        let known = kind.columns.map(\.heading)
        let ways = kind.takesText ? "“text” or “ignore”" : "“ignore”"
        return .unknown(
            remedy: "“\(brief(heading))” is no column of \(kind.rawValue) "
                + "(\(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? " …" : "")). "
                + "Rename it, take it away, or name it under \(ways) in a mapping file.")
    }

    private static func missing(in places: [ListColumn: Int], of kind: ListKind) -> [Fault] {
        var faults = kind.required.filter { places[$0] == nil }.map { column in
            Fault(
                column: nil,
                sentence: "there is no column “\(column.heading)”. Add it, or say in a mapping file how it is called.")
        }
        // Hours of a number that isn't there would be lost.
        for column in places.keys where column.position > 1 && column.meaning != .phone {
            guard places[ListColumn(.phone, column.position)] == nil, let place = places[column] else { continue }
            let sentence = "“\(column.heading)” belongs to “phone\(column.position)”, which isn't there."
            faults.append(Fault(column: place + 1, sentence: sentence))
        }
        return faults
    }

    private static func unmet(_ mapping: ListMapping, _ headings: [String]) -> [Fault] {
        (Array(mapping.columns.keys) + mapping.text).filter { !headings.contains($0) }.sorted().map { heading in
            Fault(column: nil, sentence: "the mapping file names “\(brief(heading))”, but no column is headed so.")
        }
    }

    private static func brief(_ heading: String) -> String {
        heading.count > 40 ? heading.prefix(40) + "…" : heading
    }

    /// As the list heads a column, or as we would.
    func heading(of column: ListColumn) -> String { places[column].map { headings[$0] } ?? column.heading }
}
