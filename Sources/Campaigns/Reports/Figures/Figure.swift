/// A figure of a report, defined once: what it is called, what it says, and how it is made.
///
/// `docs/reports.md` is checked against these.
package struct Figure: Sendable {
    package enum Unit: String, Codable, Sendable {
        case count
        /// From 0 to 1.
        case share
        /// So many for one.
        case ratio
        case seconds
        case yuan
    }

    /// In scripts, as the head of a column.
    package let name: String
    /// For people.
    package let title: String
    /// One sentence.
    package let definition: String
    package let unit: Unit
    package let formula: Formula

    init(_ name: String, _ title: String, _ unit: Unit = .count, _ formula: Formula, _ definition: String) {
        (self.name, self.title, self.unit, self.formula, self.definition) = (name, title, unit, formula, definition)
    }

    /// Whether it can be said of a single outcome of attempts.
    package var isOfAttempts: Bool { formula.isOfAttempts }

    package func value(_ counts: ReportCounts) -> FigureValue? {
        switch (unit, formula) {
        case (.count, _): formula.sum(counts).map(FigureValue.count)
        case (.yuan, _): formula.sum(counts).map { .yuan(Fen($0)) }
        case (.seconds, .ratio): formula.quotient(counts).map { .seconds($0 / 1000) }
        case (.seconds, _): formula.sum(counts).map { .seconds(Double($0) / 1000) }
        case (.share, _): formula.quotient(counts).map(FigureValue.share)
        case (.ratio, _): formula.quotient(counts).map(FigureValue.ratio)
        }
    }
}
