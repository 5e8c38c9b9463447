import Foundation

/// Reads and understands a list, a batch at a time, while the batch before is being written. Runs on: any task.
actor ListReading {
    struct Batch: Sendable {
        /// As they stand in the file.
        let records: [CSVRecord]
        let understood: StagedRows
        let refusals: [RowRefusal]
        /// Units: bytes of the file so far.
        let bytesRead: Int
    }

    nonisolated let layout: ListLayout
    nonisolated let encoding: TextEncoding
    nonisolated let delimiter: CSVDelimiter
    nonisolated let size: Int?
    private let reader: CSVReader
    private let rows: ListRowReader
    private let target: ListTarget
    private let repeats: ListRepeats
    private let stager: RowStager

    /// Throws: `badList` with everything that is wrong with the file or its first row, a line each.
    init(_ order: ListImport.Order, plan: NumberingPlan, zone: TimeZone) throws {
        let reader = try CSVReader(order.file, encoding: order.mapping.encoding, delimiter: order.mapping.delimiter)
        layout = try Self.layout(of: reader, order)
        (encoding, delimiter, size) = (reader.encoding, reader.delimiter, reader.size)
        self.reader = reader
        rows = ListRowReader(
            layout: layout, plan: plan, zone: zone, campaign: order.campaign, region: order.region,
            source: "list \(order.file.lastPathComponent)", campaigns: order.campaigns)
        target = .of(order.kind)
        // What is written as it is read, the database knows.
        repeats = try ListRepeats(
            layout, rules: order.rules, remembersNumbers: order.isDryRun || order.isAllOrNothing)
        stager = try RowStager(target)
    }

    /// Nil at the end.
    ///
    /// - Parameter batchRows: how many at most.
    func next(_ batchRows: Int) throws -> Batch? {
        var records: [CSVRecord] = []
        while records.count < batchRows, let record = try reader.next() { records.append(record) }
        guard !records.isEmpty else { return nil }
        let read = try rows.staged(records)
        let sifted = try repeats.sift(read.understood)
        return Batch(
            records: records, understood: try stager.stage(sifted.new), refusals: read.refused + sifted.refusals,
            bytesRead: reader.bytesRead)
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
