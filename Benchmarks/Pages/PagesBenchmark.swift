import ArgumentParser
import FaxEngine
import Foundation

/// Itemised bills drawn one after the other by one press, each to its two files on disk.
struct PagesBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages",
        abstract: "Fax pages drawn per second of CPU."
    )

    @Option(help: "Rows of the bill.") var rows = 38
    @Option(help: "Bills to draw, after two that warm the fonts.") var bills = 100

    struct Report: Encodable {
        var rows: Int
        var bills: Int
        /// Of each bill.
        var finePages: Int
        var standardPages: Int
        var seconds: Double
        var cpuSeconds: Double
        var pagesPerCPUSecond: Double
        var cpuMillisecondsPerPage: Double
        var cpuMillisecondsPerBill: Double
        var loadAverageBefore: Double
    }

    func run() async throws { try printJSON(try await measure()) }

    func measure() async throws -> Report {
        let load = Machine.loadAverage
        let folder = try Machine.temporaryFolder("benchmark-pages")
        defer { try? FileManager.default.removeItem(at: folder) }
        let press = try FaxPress()
        let bill = BenchmarkBill.of(rows: rows)
        _ = try await press.render(bill, into: folder.appending(path: "warm"))
        let drawn = try await press.render(bill, into: folder.appending(path: "warm"))
        let (cpuBefore, begin) = (Machine.cpuSeconds, ContinuousClock.now)
        var pages = 0
        for number in 0..<bills {
            let document = try await press.render(bill, into: folder.appending(path: "bill-\(number)"))
            pages += document.finePageCount + document.standardPageCount
        }
        let cpu = Machine.cpuSeconds - cpuBefore
        return Report(
            rows: rows,
            bills: bills,
            finePages: drawn.finePageCount,
            standardPages: drawn.standardPageCount,
            seconds: (ContinuousClock.now - begin) / .seconds(1),
            cpuSeconds: cpu,
            pagesPerCPUSecond: Double(pages) / cpu,
            cpuMillisecondsPerPage: cpu / Double(max(1, pages)) * 1_000,
            cpuMillisecondsPerBill: cpu / Double(max(1, bills)) * 1_000,
            loadAverageBefore: load)
    }
}

/// A bill with Chinese text, a slip and a QR code.
enum BenchmarkBill {
    static func of(rows: Int) -> BillDocument {
        BillDocument(
            language: .chinese,
            operatorName: "华信电信",
            customerName: "西安古城商贸有限公司",
            accountNumber: "6101 0088 **** 34",
            telephoneNumber: "029-8765 4321",
            firstDay: BillDate(iso: "2026-10-01")!,
            lastDay: BillDate(iso: "2026-10-31")!,
            issued: BillDate(iso: "2026-11-01"),
            due: BillDate(iso: "2026-11-10"),
            charges: (0..<rows).compactMap(charge),
            previousBalanceFen: 18_650,
            paymentsFen: 10_000,
            notes: ["如对账单有疑问，请于收到之日起三十日内拨打客服热线。"],
            slip: .init(
                qrPayload: "https://pay.example.cn/b?a=61010088123434&m=202610&t=123456",
                waysToPay: ["扫描右侧二维码，用手机银行支付。", "到任一营业厅缴费，请出示本通知。"]))
    }

    private static func charge(_ index: Int) -> BillCharge? {
        guard let day = BillDate(year: 2026, month: 10, day: 1 + index % 31) else { return nil }
        return BillCharge(
            index % 3 == 0 ? .longDistance : .localCalls,
            index % 3 == 0 ? "国内长途 北京" : "市内通话",
            at: BillMoment(date: day, hour: 8 + index % 12, minute: index * 37 % 60),
            otherNumber: "029-8\(7_110_000 + index * 7_919 % 99_999)",
            quantity: .seconds(47 + index * 61 % 1_500),
            fen: Int64(12 + index * 83 % 970))
    }
}
