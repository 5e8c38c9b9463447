import GRDB

/// The contacts that a query yielded, understood row by row, and not loaded yet.
package struct ListSelection: Sendable {
    let rows: [ListTarget.Staged]
    let refused: [RowRefusal]
    private let layout: ListLayout

    init(_ rows: [CSVRow], _ layout: ListLayout, _ reader: ListRowReader) throws {
        (self.rows, refused) = try reader.staged(rows.map(CSVRecord.row))
        self.layout = layout
    }

    /// Loads them into a campaign that is there already, batch by batch.
    ///
    /// Cancelled or killed it leaves whole batches, and loading the same again adds who is missing.
    ///
    /// - Parameters:
    ///   - database: Opened for this alone: a batch needn't be on disk as soon as it is committed, and what a dialling
    ///     process commits must be.
    ///   - campaign: Its id.
    func load(
        into database: DialerDatabase, campaign: Int64, rules: Set<DuplicateRule>, now: UTCTime
    ) async throws -> ContactBook.LoadCounts {
        let store = try ListStore(database, layout, campaign: campaign, rules: rules, now: now)
        defer { try? store.close() }
        let repeats = try ListRepeats(layout, rules: rules, remembersNumbers: false)
        let stager = try RowStager(store.target)
        var counts = ContactBook.LoadCounts()
        counts.refused = refused.map(\.sentence)
        for start in stride(from: 0, to: rows.count, by: ListImport.batchRowsBesideCalls) {
            // Whoever wants the thread gets it between two batches.
            await Task.yield()
            try Task.checkCancellation()
            let batch = rows[start..<min(start + ListImport.batchRowsBesideCalls, rows.count)]
            let sifted = try repeats.sift(Array(batch))
            counts.refused += (sifted.refusals + (try store.stage(try stager.stage(sifted.new)))).map(\.sentence)
            let fates = try store.apply().fates
            counts.added += fates[.added] ?? 0
            counts.refreshed += (fates[.changed] ?? 0) + (fates[.same] ?? 0)
            counts.leftAlone += fates[.leftAlone] ?? 0
            try store.clear()
        }
        try store.makeDurable()
        return counts
    }
}
