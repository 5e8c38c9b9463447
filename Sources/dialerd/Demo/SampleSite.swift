import Campaigns
import Dialer
import Foundation

/// A site in a directory: customers whose telephones behave in every way there is, on the loopback exchange.
struct SampleSite {
    let directory: URL
    let accounts: Int
    let seed: UInt64
    let prompts: URL
    var sipPort: UInt16 = 15_070
    var exchangePort: UInt16 = 15_060
    var consolePort = 8170
    /// The daemon will be killed again and again: who was interrupted is tried until the call comes to its end.
    var expectsKills = false

    static let plan = NumberingPlan(region: "CN", areaCode: "21")

    /// One kind of subscriber: the last two digits of a number decide, and the exchange's file says how.
    static let behaviours: [(name: String, yaml: String)] = [
        ("listens", "answers: { after: 1s }"),
        (
            "has it repeated",
            "answers: { after: 1s, script: [wait-for-pause, { press: \"1\" }, wait-for-pause, hang-up] }"
        ),
        (
            "promises to pay",
            "answers: { after: 1s, script: [wait-for-pause, { press: \"2\" }, { wait: 1s }, { press: \"2\" }, wait-for-pause] }"
        ),
        ("has paid", "answers: { after: 1s, script: [wait-for-pause, { press: \"3\" }, wait-for-pause] }"),
        (
            "wants the bill by fax",
            "answers: { after: 1s, script: [wait-for-pause, { press: \"4\" }, wait-for-pause, { press: \"1\" }, wait-for-pause, hang-up] }"
        ),
        (
            "does not want calls",
            "answers: { after: 1s, script: [wait-for-pause, { press: \"9\" }, wait-for-pause, { press: \"9\" }, wait-for-pause] }"
        ),
        (
            "speaks the other language",
            "answers: { after: 1s, script: [{ wait: 4s }, { press: \"8\" }, wait-for-pause, hang-up] }"
        ),
        ("wants a clerk", "answers: { after: 1s, script: [{ wait: 3s }, { press: \"0\" }, wait-for-pause] }"),
        ("is busy", "busy:"),
        ("does not answer", "never-answers:"),
        ("refuses", "rejects: { after: 2s }"),
        ("is not allocated", "unallocated: { announces: true }"),
        ("meets congestion", "unavailable:"),
        ("meets congestion with Retry-After", "unavailable: { retry-after-seconds: 1 }"),
        ("rings in early media", "answers: { after: 3s, alert: early-media, script: [wait-for-pause, hang-up] }"),
        ("hangs up at once", "hangs-up: { after: 1s }"),
        ("is silent", "silent: { after: 1s }"),
        ("has a machine", "machine: { after: 2s, records: 12s }"),
        ("answers slowly", "answers: { after: 9s, script: [wait-for-pause, hang-up] }"),
        ("hangs up in the middle", "answers: { after: 1s, script: [{ wait: 6s }, hang-up] }"),
    ]

    /// Fax machines, by the last digit of their numbers.
    static let faxes: [(name: String, yaml: String)] = [
        ("asks for T.38", "fax: { t38: offers }"),
        ("takes T.38", "fax: { t38: accepts }"),
        ("refuses T.38", "fax: { t38: refuses }"),
        ("breaks off at page 2", "fax: { t38: offers, breaks-off: { page: 2 } }"),
    ]

    /// The telephone of the n-th customer. Those who owe are spread over all behaviours.
    func telephone(_ index: Int) -> String {
        let owing = index / 10 * 7 + min(index % 10, 6)
        return String(format: "61%04d%02d", index, index % 10 < 7 ? owing % Self.behaviours.count : 0)
    }

    func fax(_ index: Int) -> String { String(format: "6200%03d%d", index, index % Self.faxes.count) }

    func password(_ index: Int) -> String { String(format: "%06d", 135_790 + index) }

    /// Writes the whole directory; what was there of an earlier run is replaced.
    ///
    /// Throws: `Complaint` where something else is there, or where there are not numbers enough.
    func write() async throws {
        guard (1...10_000).contains(accounts) else { throw Complaint("--accounts must be from 1 to 10000.") }
        let files = FileManager.default
        if files.fileExists(atPath: directory.path) {
            let contents = try files.contentsOfDirectory(atPath: directory.path)
            guard contents.isEmpty || Set(contents).isSuperset(of: ["dialerd.yml", "exchange.yml", "billing.sqlite"])
            else { throw Complaint("\(directory.path) holds something else than sample data; name a new directory.") }
        }
        guard files.fileExists(atPath: prompts.appending(path: PromptCatalogue.fileName).path) else {
            throw Complaint("There is no prompt catalogue in \(prompts.path); name the folder with --prompts.")
        }
        try? files.removeItem(at: directory)
        try files.createDirectory(at: directory.appending(path: "campaigns"), withIntermediateDirectories: true)
        try writeBilling()
        try write("demo-\(seed)-\(UInt64.random(in: 0...UInt64.max))", to: "trunk.password")
        try write(daemonFile, to: "dialerd.yml")
        try write(exchangeFile, to: "exchange.yml")
        for kind in ["arrears-postpaid", "arrears-prepaid"] {
            try write(campaignFile(kind), to: "campaigns/\(kind).yml")
        }
        let database = try DialerDatabase.openBeside(at: directory.appending(path: "dialer.sqlite"))
        let passwords = EnquiryPasswords(database: database)
        for index in enquirers {
            let line = try Self.plan.e164(telephone(index))
            try await passwords.set(password(index), for: .line(line), now: .now)
        }
        try await database.close()
    }

    /// The customers who ring 170: their last bills are of one page and of two.
    var enquirers: [Int] { Array(stride(from: 7, to: accounts, by: 10).prefix(4)) }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: name), options: .atomic)
    }

    private func writeBilling() throws {
        let lines = try (0..<accounts).map { index in
            SampleBilling.Line(
                telephone: try Self.plan.e164(telephone(index)), fax: try Self.plan.e164(fax(index)))
        }
        let today = CalendarDay(.now, in: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)
        try SampleBilling(lines: lines, seed: seed, today: today)
            .write(to: directory.appending(path: "billing.sqlite"))
    }
}
