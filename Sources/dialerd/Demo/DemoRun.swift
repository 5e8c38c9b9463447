import Campaigns
import Foundation
import PhoneNetwork

/// One run of the demo: exchange and daemon as two processes, watched through the daemon's books.
struct DemoRun {
    private let site: SampleSite
    private let tell: (String) -> Void
    private var exchange: ChildProgram?
    private var daemon: ChildProgram?
    private var killer: DemoKiller?

    init(site: SampleSite, kills: Int, seed: UInt64, tell: @escaping (String) -> Void) {
        self.site = site
        self.tell = tell
        if kills > 0 { killer = DemoKiller(kills: kills, seed: seed) }
    }

    /// What the daemon logs when its page can be opened.
    private static let ready = "console: open"

    private func file(_ name: String) -> URL { site.directory.appending(path: name) }

    /// Runs until everything has come to its end, and draws up the report; the daemon still runs then.
    mutating func run(limit: Int) async throws -> DemoReport {
        let began = ContinuousClock.now
        do {
            try await begin()
            try await watch(until: began + .seconds(limit))
            var report = try await draw()
            report.seconds = Int(began.duration(to: .now).components.seconds)
            return report
        } catch {
            stop()
            throw error
        }
    }

    private func draw() async throws -> DemoReport {
        let database = try DialerDatabase.openForReading(at: file("dialer.sqlite"))
        var report = try await DemoReport(
            database: database, exchangeLog: file("exchange.jsonl"), receivedPages: file("received"),
            daemonKills: killer?.daemons ?? 0, workerKills: killer?.workers ?? 0)
        report.lateFrames = try await LivePage(port: site.consolePort).lateFrames()
        return report
    }

    private mutating func begin() async throws {
        tell("Making \(site.accounts) customers, their bills and their telephones in \(site.directory.path)")
        try await site.write()
        exchange = try ChildProgram(["exchange", "--config", file("exchange.yml").path], log: file("exchange.log"))
        try await exchange?.waitFor("listening on port")
        try await startDaemon()
        tell("Exchange and daemon are up; the live page is http://127.0.0.1:\(site.consolePort)/")
        let configuration = try DaemonConfiguration.read(file("dialerd.yml"))
        for name in ["arrears-postpaid", "arrears-prepaid"] {
            tell(try await CampaignLauncher(configuration).start(name).sentence)
        }
        // Keys that ask for faxes may fall into a moment when the daemon is dead; these are there from the start.
        if killer != nil { try await orderFaxes(configuration) }
    }

    private func orderFaxes(_ configuration: DaemonConfiguration) async throws {
        let order = FaxOrder(configuration)
        for index in 0..<8 {
            _ = try await order.place(account: SampleBilling.account(index), to: "021\(site.fax(index))")
        }
    }

    private mutating func startDaemon() async throws {
        let log = file("daemon.log")
        // A new daemon, after a kill: its line must not be found in what the last one wrote.
        let starts = ((try? String(contentsOf: log, encoding: .utf8)) ?? "").components(separatedBy: Self.ready).count
        daemon = try ChildProgram(["serve", "--config", file("dialerd.yml").path], log: log)
        try await daemon?.waitFor(Self.ready, occurrences: starts)
    }

    /// Looks once a second how far it is.
    private mutating func watch(until deadline: ContinuousClock.Instant) async throws {
        let database = try DialerDatabase.openForReading(at: file("dialer.sqlite"))
        var progress = DemoProgress(database: database, exchangeLog: file("exchange.jsonl"), site: site)
        var seconds = 0
        while true {
            try await Task.sleep(for: .seconds(1))
            seconds += 1
            if let daemon, killer?.strike(daemon) == true { try await startDaemon() }
            if daemon?.isRunning == false {
                throw Complaint("The daemon ended by itself; its log is \(file("daemon.log").path).")
            }
            if exchange?.isRunning == false {
                throw Complaint("The exchange ended by itself; its log is \(file("exchange.log").path).")
            }
            let line = try await progress.look()
            if seconds % 5 == 0 { tell("\(String(format: "%4d s", seconds))  \(line)") }
            if progress.isDone, killer?.isDone ?? true { return }
            guard .now < deadline else {
                throw Complaint(
                    "The demo did not come to its end in time: \(line). Its files are in \(site.directory.path).")
            }
        }
    }

    func stop() {
        daemon?.stop()
        exchange?.stop(patience: 5)
    }
}
