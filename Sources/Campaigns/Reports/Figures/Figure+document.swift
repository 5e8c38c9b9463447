extension Figure {
    /// The table of all figures in `docs/reports.md`, which a test compares with this.
    static var table: String {
        let head = "| figure | unit | definition | made of | outcome |\n| --- | --- | --- | --- | --- |\n"
        return head
            + all.map { figure in
                "| `\(figure.name)` | \(figure.unit) | \(figure.definition) | \(figure.formula) | "
                    + "\(figure.isOfAttempts ? "✓" : "") |\n"
            }.joined()
    }
}
