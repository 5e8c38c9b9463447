import ArgumentParser
import Campaigns
import Foundation
import PhoneNetwork
import Testing

@testable import dialerd

@Suite struct CommandTests {
    @Test func `every command explains itself`() async throws {
        for command in try await commands(of: []) {
            let run = try await TestSite.dialerd(command + ["--help"])
            #expect(run.status == 0 && run.output.contains("OVERVIEW: "), "\(command)")
        }
    }

    /// All commands below one, with the words that lead to each.
    private func commands(of parents: [String]) async throws -> [[String]] {
        func below(_ command: any ParsableCommand.Type, _ words: [String]) -> [[String]] {
            [words]
                + command.configuration.subcommands.flatMap { below($0, words + [$0._commandName]) }
        }
        return below(Dialerd.self, parents)
    }

    @Test func `a configuration that is right is found to be right, and nothing is made`() async throws {
        let site = try TestSite()
        let run = try await site.dialerd("check", "--json")
        #expect(run.status == 0)
        #expect(run.output == "{\"faults\":[],\"isReady\":true,\"notes\":[]}\n", "\(run.errors)")
        #expect(try site.newFiles() == [])
    }

    @Test func `check says what is right but does not always do what it says`() async throws {
        let site = try TestSite { $0 += "\nagents: { file: agents.yml }\n" }
        try site.write(
            """
            groups: { arrears: {} }
            agents:
              - { number: "8002", name: Bob, groups: { arrears: 5 }, telephone: 8002@127.0.0.1:5099, held-open: no }
            """, to: "agents.yml")
        let file = site.path("campaigns/arrears-postpaid.yml")
        let campaign = try String(contentsOfFile: file, encoding: .utf8)
        try site.write(
            campaign + "\nagents: { group: arrears, mode: predictive }\n", to: "campaigns/arrears-postpaid.yml")
        let run = try await site.dialerd("check")
        #expect(run.status == 0, "\(run.errors)")
        let note = "\(file): “mode: predictive” goes like “progressive” while agent 8002 is ready"
        #expect(run.output.hasPrefix(note), "\(run.output)")
    }

    @Test func `check tells its faults as JSON too`() async throws {
        let site = try TestSite { $0 = $0.replacingOccurrences(of: "console:", with: "konsole:") }
        let run = try await site.dialerd("check", "--json")
        #expect(run.status == 1 && run.errors == [])
        #expect(run.output.contains("11:1: There is no key “konsole” here. Did you mean “console”?"))
    }

    @Test func `sample data are right, for the daemon and the exchange`() async throws {
        let site = try TestSite()
        let directory = site.path("sample")
        let prompts = TestSite.root.appending(path: "prompts").path
        for _ in 1...2 {
            let made = try await TestSite.dialerd(
                ["sample-data", directory, "--accounts", "20", "--prompts", prompts])
            #expect(made.status == 0, "\(made.errors)")
        }
        let check = try await TestSite.dialerd(["check", "--config", directory + "/dialerd.yml"])
        #expect(check.status == 0, "\(check.errors)")
        let exchange = try ExchangeConfiguration.read(URL(filePath: directory + "/exchange.yml"))
        #expect(!exchange.plan.lines.isEmpty && !exchange.callers.isEmpty)
    }

    @Test func `a campaign is started, reported and stopped`() async throws {
        let site = try TestSite()
        let started = try await site.dialerd("campaign", "start", "arrears-postpaid")
        #expect(started.status == 0, "\(started.errors)")
        let before = try await report(site)
        #expect(before.state == "running" && before.waiting > 0 && before.waiting == before.selected)
        let stopped = try await site.dialerd("campaign", "stop", "arrears-postpaid")
        #expect(
            stopped.output == "arrears-postpaid: finished; \(before.waiting) accounts that waited were withdrawn.\n")
        let after = try await report(site)
        #expect(after.state == "finished" && after.waiting == 0 && after.ended[.withdrawn] == before.waiting)
        let text = try await site.dialerd("campaign", "report", "arrears-postpaid")
        #expect(text.output.contains("withdrawn"))
        let other = try await site.dialerd("campaign", "report", "other")
        #expect(other.errors == ["dialerd: No campaign “other” was ever started; those that were: arrears-postpaid."])
    }

    @Test func `a campaign takes a named list at once, and says when it is selected again`() async throws {
        let list = #"billing.sqlite, lists: { odd: "SELECT account, name, telephone FROM customer_account" } }"#
        let site = try TestSite { $0.replace("billing.sqlite }", with: list) }
        let file = "campaigns/arrears-postpaid.yml"
        let text = try String(contentsOfFile: site.path(file), encoding: .utf8)
        try site.write(
            text.replacing("query: arrears-postpaid", with: "query: list\n  list: odd\n  every: 30 days"), to: file)
        let valid = try await site.dialerd("campaign", "validate", "arrears-postpaid")
        #expect(valid.output.contains("10 accounts would be called."), "\(valid)")
        let started = try await site.dialerd("campaign", "start", "arrears-postpaid")
        #expect(
            started.output
                == "arrears-postpaid: running; 10 accounts added, 0 refreshed, 0 left alone, 0 rows refused.\n",
            "\(started)")
        let status = try await site.dialerd("campaign", "status", "arrears-postpaid")
        #expect(status.output.contains("Its contacts were last selected at "), "\(status)")
        #expect(status.output.contains(", and are selected again at "), "\(status)")
        let again = try await site.dialerd("campaign", "start", "arrears-postpaid")
        #expect(again.output.contains("0 accounts added, 10 refreshed"), "\(again)")
    }

    private func report(_ site: TestSite) async throws -> CampaignReport {
        let run = try await site.dialerd("campaign", "report", "arrears-postpaid", "--json")
        return try JSONDecoder().decode(CampaignReport.self, from: Data(run.output.utf8))
    }

    @Test(arguments: [
        ("amount", "128.50", "en", "number.1 number.hundred number.and number.20 number.8 currency.yuan"),
        ("date", "2026-03-03", "zh", "number.2 number.0 number.2 number.6 year month.3 day.3"),
        ("digits", "110", "zh", "digit.one digit.one number.0"),
        ("time", "00:00", "en", "time.midnight"),
    ])
    func `a value is spoken into a file`(kind: String, value: String, language: String, pieces: String) async throws {
        let site = try TestSite()
        let prompts = TestSite.root.appending(path: "prompts").path
        let run = try await site.dialerd(
            "prompts", "speak", kind, value, site.path("out.wav"), "--language", language, "--prompts", prompts,
            configuration: false)
        #expect(run.output.contains("; \(pieces)"), "\(run.output) \(run.errors)")
        let length = run.output.firstMatch(of: /([0-9.]+) s;/).flatMap { Double($0.1) }.map { $0 * 16_000 }
        let size = try #require(try FileManager.default.attributesOfItem(atPath: site.path("out.wav"))[.size] as? Int)
        #expect(abs(Double(size - 44) - (length ?? 0)) <= 800)
    }

    @Test(arguments: [("amount", "a lot"), ("date", "2026-02-30"), ("time", "25:00"), ("digits", "12a"), ("month", "")])
    func `a value that makes no sense is refused`(kind: String, value: String) async throws {
        let site = try TestSite()
        let run = try await TestSite.dialerd(
            ["prompts", "speak", kind, value, site.path("o.wav"), "--prompts", TestSite.root.path + "/prompts"])
        #expect(run.status == 1 && run.errors.count == 1 && run.errors[0].contains("“\(value)” must be"), "\(run)")
        #expect(try site.newFiles() == [])
    }
}
