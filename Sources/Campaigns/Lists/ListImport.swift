package import Foundation
import GRDB

/// Loads one CSV file: reads, understands, looks for those that are there already, and writes, a batch at a time.
///
/// Each batch is a transaction of its own, over in some milliseconds beside a daemon that dials. Killed at any moment it
/// leaves whole batches, and running it again completes it. Runs on: any task, which it keeps busy.
package struct ListImport: Sendable {
    /// What somebody asked for.
    package struct Order: Sendable {
        package var file: URL
        package var kind: ListKind
        /// The campaign whose contacts these are; for do-not-call, the only one that keeps to it.
        package var campaign: String?
        package var mapping = ListMapping()
        package var rules: Set<DuplicateRule> = []
        /// Nothing is loaded if one row is bad.
        package var isAllOrNothing = false
        /// Says what would happen, and changes nothing.
        package var isDryRun = false
        /// Where the holidays are of rows that don't say it.
        package var region = "CN"
        /// Campaigns that rows may name, beside those of the database.
        package var campaigns: Set<String> = []

        package init(_ kind: ListKind, _ file: URL) {
            self.kind = kind
            self.file = file
        }
    }

    /// How many rows one transaction writes while a daemon dials: more would make a call wait for it.
    static let batchRowsBesideCalls = 1_000
    /// And while none does: numbers come in no order, so the longer a transaction, the fewer pages are written again.
    static let batchRowsAlone = 10_000
    /// How many reasons are told.
    private static let reasonLimit = 20

    private let order: Order
    private let database: DialerDatabase
    private let plan: NumberingPlan
    private let zone: TimeZone

    /// - Parameters:
    ///   - database: Only read where the order is a dry run.
    ///   - zone: Where times without a zone are meant.
    package init(_ order: Order, into database: DialerDatabase, plan: NumberingPlan, zone: TimeZone) {
        self.order = order
        self.database = database
        self.plan = plan
        self.zone = zone
    }

    /// - Parameter progress: called after each batch.
    ///
    /// Throws: `badList` with everything that is wrong with the file or its first row, a line each; `notFound`.
    package func run(
        now: UTCTime = .now, progress: (ListProgress) -> Void = { _ in }
    ) async throws -> ListReport {
        let began = ContinuousClock.now
        let campaigns = try await campaignIDs()
        var order = order
        order.campaigns.formUnion(campaigns.keys)
        let reading = try ListReading(order, plan: plan, zone: zone)
        let store = try ListStore(
            database, reading.layout, campaign: try campaign(in: campaigns), rules: order.rules, now: now)
        defer { try? store.close() }
        let refused = RefusedRows(beside: order.file, reading.layout, delimiter: reading.delimiter)
        var report = ListReport(
            kind: order.kind, file: order.file.lastPathComponent, encoding: reading.encoding.rawValue,
            delimiter: reading.delimiter.rawValue, isDryRun: order.isDryRun, isLoaded: false)
        // A dry run writes nothing, and all or nothing is one transaction.
        let checkpoints = order.isDryRun || order.isAllOrNothing ? nil : try ImportCheckpoints(database)
        var batch = try await reading.next(batchRows)
        while let current = batch {
            // Two cores: one understands, one writes.
            async let following = reading.next(batchRows)
            try gather(current, store, refused, &report)
            try await checkpoints?.settle()
            try load(store, &report)
            await checkpoints?.batchIsWritten()
            progress(
                ListProgress(
                    rows: report.rows, bytesRead: current.bytesRead, size: reading.size, elapsed: .now - began))
            batch = try await following
        }
        try await checkpoints?.settle()
        try finish(store, &report, now: now)
        if !order.isDryRun, try refused.finish() { report.refusedFile = refused.file.path }
        report.seconds = (ContinuousClock.now - began) / .seconds(1)
        return report
    }

    private func campaignIDs() async throws -> [String: Int64] {
        try await database.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT name, id FROM campaign")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], $0["id"]) })
        }
    }

    private func campaign(in ids: [String: Int64]) throws(CampaignsError) -> Int64 {
        guard order.kind == .contacts else { return -1 }
        guard let name = order.campaign else {
            throw CampaignsError(.invalidRequest, "Contacts belong to a campaign: say which with --campaign.")
        }
        // A dry run may come before the campaign is there.
        guard let id = ids[name] ?? (order.isDryRun ? -1 : nil) else { throw ContactBook.noCampaign(name) }
        return id
    }

    // MARK: Batches

    private var batchRows: Int {
        InstanceLock.isHeld(for: URL(filePath: database.pool.path)) ? Self.batchRowsBesideCalls : Self.batchRowsAlone
    }

    private func gather(
        _ batch: ListReading.Batch, _ store: ListStore, _ refused: RefusedRows, _ report: inout ListReport
    ) throws {
        let refusals = batch.refusals + (try store.stage(batch.understood))
        report.rows += batch.records.count
        try note(refusals, batch.records, refused, &report)
    }

    private func load(_ store: ListStore, _ report: inout ListReport) throws {
        if order.isDryRun {
            report.fates.merge(try store.weigh(), uniquingKeysWith: +)
        } else if !order.isAllOrNothing {
            try apply(store, &report)
        }
        // All or nothing waits for the end, as long as there is hope.
        if !order.isAllOrNothing || order.isDryRun || report.refused > 0 { try store.clear() }
    }

    private func note(
        _ refusals: [RowRefusal], _ batch: [CSVRecord], _ refused: RefusedRows, _ report: inout ListReport
    ) throws {
        guard !refusals.isEmpty else { return }
        let records = Dictionary(batch.map { ($0.line, $0) }, uniquingKeysWith: { first, _ in first })
        for refusal in refusals.sorted(by: { $0.line < $1.line }) {
            if report.reasons.count < Self.reasonLimit { report.reasons.append(refusal.sentence) }
            if !order.isDryRun, let record = records[refusal.line] { try refused.add(record, refusal) }
        }
        report.refused += refusals.count
    }

    private func apply(_ store: ListStore, _ report: inout ListReport) throws {
        let applied = try store.apply()
        report.fates.merge(applied.fates, uniquingKeysWith: +)
        report.longestLockMilliseconds = max(report.longestLockMilliseconds, applied.locked / .milliseconds(1))
    }

    private func finish(_ store: ListStore, _ report: inout ListReport, now: UTCTime) throws {
        guard !order.isDryRun, !order.isAllOrNothing || report.refused == 0 else { return }
        if order.isAllOrNothing { try apply(store, &report) }
        try store.makeDurable()
        report.isLoaded = true
        let counts = ListFate.allCases.map { "\(report.count($0)) \($0.rawValue)" }.joined(separator: ", ")
        try database.pool.write { db in
            try database.events.write(
                db, who: "command line", what: "list of \(order.kind.rawValue) loaded",
                subject: order.campaign ?? order.file.lastPathComponent,
                detail: "\(order.file.lastPathComponent): \(counts), \(report.refused) refused", now: now)
        }
    }
}
