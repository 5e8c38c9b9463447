import Foundation

/// The answer to a question: figures, in rows.
package struct PeriodReport: Sendable {
    package struct Row: Hashable, Sendable {
        package let label: String
        package let counts: ReportCounts
    }

    package let question: ReportQuestion
    /// In the order of time, of campaigns as they were made, or of outcomes.
    package let rows: [Row]
    package let total: ReportCounts

    /// Whether durations and charges are missing, for want of the key.
    package var lacksKey: Bool { !total.areCallsOpen }

    /// Those of `figures` that can be said of its rows.
    package func fitting(_ figures: [Figure]) -> [Figure] {
        question.grouping == .outcome ? figures.filter(\.isOfAttempts) : figures
    }
}

// MARK: For programs

extension PeriodReport {
    private struct JSONRow: Encodable {
        let label: String
        let figures: [String: FigureValue]
    }

    private struct JSONReport: Encodable {
        let campaign: String?
        let from: CalendarDay
        let to: CalendarDay
        let zone: String
        let by: String?
        let rows: [JSONRow]
        let total: [String: FigureValue]
    }

    /// As one object; a figure that can't be said is left out.
    package func json(_ figures: [Figure]) -> some Encodable {
        let figures = fitting(figures)
        func values(_ counts: ReportCounts) -> [String: FigureValue] {
            Dictionary(
                uniqueKeysWithValues: figures.compactMap { figure in figure.value(counts).map { (figure.name, $0) } })
        }
        return JSONReport(
            campaign: question.campaign, from: question.firstDay, to: question.lastDay, zone: question.zone.identifier,
            by: question.grouping?.rawValue, rows: rows.map { JSONRow(label: $0.label, figures: values($0.counts)) },
            total: values(total))
    }

    private struct Chart: Encodable {
        struct Series: Encodable {
            let label: String
            let data: [FigureValue?]
        }

        let labels: [String]
        let datasets: [Series]
    }

    /// The `data` of a Chart.js chart: labels, and a series for each figure; null where a figure can't be said.
    package func chart(_ figures: [Figure]) -> some Encodable {
        Chart(
            labels: rows.map(\.label),
            datasets: fitting(figures).map { figure in
                Chart.Series(label: figure.title, data: rows.map { figure.value($0.counts) })
            })
    }

    /// With a row of heads, safe to open in a spreadsheet.
    package func csv(_ figures: [Figure], writer: CSVWriter = CSVWriter()) -> String {
        let figures = fitting(figures)
        let lines = rows.map { row in
            writer.row([row.label] + figures.map { $0.value(row.counts)?.plain ?? "" })
        }
        let head = writer.row([question.grouping?.rawValue ?? "period"] + figures.map(\.name))
        return CSVWriter.byteOrderMark + head + lines.joined()
    }
}

// MARK: For people

extension PeriodReport {
    /// Aligned columns with a total below; without a grouping, a line for each figure.
    package func table(_ figures: [Figure]) -> String {
        let figures = fitting(figures)
        guard question.grouping != nil else {
            return TextTable.text(figures.map { [$0.title, $0.value(total)?.text ?? "–"] })
        }
        func cells(_ label: String, _ counts: ReportCounts) -> [String] {
            [label] + figures.map { $0.value(counts)?.text ?? "–" }
        }
        return TextTable.text(
            [[question.grouping?.rawValue ?? ""] + figures.map(\.title)]
                + rows.map { cells($0.label, $0.counts) } + [cells("total", total)])
    }
}

/// Text in columns: the first one left, the others right.
enum TextTable {
    static func text(_ rows: [[String]]) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }
}
