import Foundation

/// Reads and understands a list, a batch at a time, while the batch before is being written. Runs on: any task.
actor ListReading {
    struct Batch: Sendable {
        /// As they stand in the file.
        var records: [CSVRecord] = []
        var understood: [ListTarget.Staged] = []
        var refusals: [RowRefusal] = []
        /// Units: bytes of the file so far.
        var bytesRead = 0
    }

    nonisolated let layout: ListLayout
    nonisolated let encoding: TextEncoding
    nonisolated let delimiter: CSVDelimiter
    nonisolated let size: Int?
    private let reader: CSVReader
    private let rows: ListRowReader
    private let target: ListTarget
    private let repeats: ListRepeats
    private let batchRows: Int

    /// Throws: `badList` with everything that is wrong with the file or its first row, a line each.
    init(_ order: ListImport.Order, plan: NumberingPlan, zone: TimeZone, batchRows: Int) throws {
        let reader = try CSVReader(order.file, encoding: order.mapping.encoding, delimiter: order.mapping.delimiter)
        layout = try Self.layout(of: reader, order)
        (encoding, delimiter, size) = (reader.encoding, reader.delimiter, reader.size)
        self.reader = reader
        rows = ListRowReader(
            layout: layout, plan: plan, zone: zone, campaign: order.campaign, region: order.region,
            source: "list \(order.file.lastPathComponent)", campaigns: order.campaigns)
        target = .of(order.kind)
        repeats = try ListRepeats(layout, rules: order.rules)
        self.batchRows = batchRows
    }

    /// Nil at the end.
    func next() throws -> Batch? {
        var batch = Batch()
        while batch.records.count < batchRows, let record = try reader.next() {
            batch.records.append(record)
            switch rows.read(record) {
            case .success(let row):
                guard var staged = try target.staged(row) else { continue }
                staged.line = record.line
                batch.understood.append(staged)
            case .failure(let refusal): batch.refusals.append(refusal)
            }
        }
        let sifted = try repeats.sift(batch.understood)
        batch.understood = sifted.new
        batch.refusals += sifted.refusals
        batch.bytesRead = reader.bytesRead
        return batch.records.isEmpty ? nil : batch
    }

    private static func layout(of reader: CSVReader, _ order: ListImport.Order) throws(CampaignsError) -> ListLayout {
        func complaint(_ line: Int, _ column: Int?, _ sentence: String) -> String {
            "\(order.file.path):\(line)\(column.map { ":\($0)" } ?? ""): \(sentence)"
        }
        switch try reader.next() {
        case nil: throw CampaignsError(.badList, "\(order.file.path): this file is empty.")
        case .fault(let fault):
            let sentence = "the first row can't be read: \(fault.reason)."
            throw CampaignsError(.badList, complaint(fault.line, fault.column + 1, sentence))
        case .row(let row):
            guard row.count == row.values.count else {
                let sentence = "there are \(row.count) columns, more than any list has."
                throw CampaignsError(.badList, complaint(row.line, row.values.count + 1, sentence))
            }
            switch ListLayout.read(row.values, of: order.kind, mapping: order.mapping) {
            case .success(let layout): return layout
            case .failure(let faults):
                let complaints = faults.all.prefix(50).map { complaint(row.line, $0.column, $0.sentence) }
                throw CampaignsError(.badList, complaints.joined(separator: "\n"))
            }
        }
    }
}
