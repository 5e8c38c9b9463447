import ArgumentParser
import Campaigns
import Foundation

/// A list of contacts with two numbers each, made, then loaded into a new database.
struct ImportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Rows of a contact list loaded per second, and how long others wait for the database."
    )

    @Option(help: "Rows of the list.") var rows = 1_000_000
    @Flag(help: "One transaction for all of it.") var allOrNothing = false
    @Flag(help: "While a daemon has the database, so by short transactions.") var besideDaemon = false

    struct Report: Encodable {
        var rows: Int
        var fileMegabytes: Double
        var isAllOrNothing: Bool
        var isBesideDaemon: Bool
        var seconds: Double
        var rowsPerSecond: Double
        var cpuSeconds: Double
        /// The longest that a transaction held the write lock.
        var longestLockMilliseconds: Double
        /// The same file again, which changes nothing.
        var secondsAgain: Double
        /// Of this process in all its life, and before the import began.
        var peakMegabytes: Double
        var peakMegabytesBefore: Double
        var refused: Int
        var loadAverageBefore: Double
    }

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let folder = try Machine.temporaryFolder("benchmark-import")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "contacts.csv")
        try write(to: file)
        let databaseFile = folder.appending(path: "dialer.sqlite")
        let daemon = besideDaemon ? try DialerDatabase.open(at: databaseFile) : nil
        let database = try DialerDatabase.openBeside(at: databaseFile)
        _ = try await ContactBook(database: database).load(BenchmarkList.campaign, [], now: .now)
        var order = ListImport.Order(.contacts, file)
        order.campaign = BenchmarkList.campaign.name
        order.rules = [.number, .otherCampaigns]
        order.isAllOrNothing = allOrNothing
        let list = ListImport(order, into: database, plan: NumberingPlan(region: "CN", areaCode: "20"), zone: .gmt)
        let (peak, cpu) = (Machine.peakMegabytes, Machine.cpuSeconds)
        let first = try await list.run()
        let used = Machine.cpuSeconds - cpu
        let again = try await list.run()
        try await database.close()
        try await daemon?.close()
        guard first.count(.added) == rows, again.count(.same) == rows else {
            throw ValidationError("\(first.text)\n\(again.text)")
        }
        return Report(
            rows: rows,
            fileMegabytes: Double(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) / 1e6,
            isAllOrNothing: allOrNothing,
            isBesideDaemon: besideDaemon,
            seconds: first.seconds,
            rowsPerSecond: Double(rows) / first.seconds,
            cpuSeconds: used,
            longestLockMilliseconds: first.longestLockMilliseconds,
            secondsAgain: again.seconds,
            peakMegabytes: Machine.peakMegabytes,
            peakMegabytesBefore: peak,
            refused: first.refused,
            loadAverageBefore: load)
    }

    private func write(to file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        var text = "账号,姓名,电话,电话2,语言,时区,金额,账期\n"
        for index in 0..<rows {
            text += BenchmarkList.row(index)
            if text.utf8.count > 1 << 20 || index == rows - 1 {
                try handle.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try handle.close()
    }
}

/// Customers of whom no two are alike.
enum BenchmarkList {
    static let campaign = CampaignDefinition(
        name: "list", title: "List", source: .init(kind: .arrearsPostpaid), window: .always(in: .gmt), lines: 30,
        callerID: "+862010000")

    static func row(_ index: Int) -> String {
        // Odd and prime to 10⁸, so that the numbers come in no order and none comes twice.
        let mobile = 10_000_000 + index * 38_327_813 % 90_000_000
        return
            "6101\(1_000_000 + index),客户王伟\(index % 997),138\(mobile),+86139\(mobile),"
            + "\(index % 9 == 0 ? "en" : "zh"),Asia/Shanghai,\(index % 900).\(10 + index % 90),2026-10\n"
    }
}
