import ConfigurationFile
import Foundation
import Testing

@testable import Campaigns

@Suite struct CampaignFileTests {
    static let valid = """
        name: arrears
        title: Arrears
        source: { query: arrears-postpaid, minimum-amount: 10.50 yuan }
        announcement: reminder
        window: { zone: Asia/Shanghai, days: [monday, friday], from: 08:30, to: "20:00" }
        retry: { tries: 3, busy: { wait: 2 seconds, limit: 2 }, interrupted: never }
        lines: 30
        caller-id: +862010000
        """

    private func read(_ text: String) throws(ConfigurationError) -> CampaignDefinition {
        try ConfigurationNode.read(yaml: text, file: "a.yml") {
            CampaignFile.definition($0, lists: ["new-flats", "old-flats"])
        }
    }

    @Test func `a campaign file says what the clerk wrote`() throws {
        let campaign = try read(Self.valid)
        #expect(campaign.source == .init(kind: .arrearsPostpaid, minimumAmount: Fen(1050), minimumDaysPastDue: 1))
        #expect(campaign.window.weekdays == [.monday, .friday])
        #expect(campaign.window.opens == 510 && campaign.window.closes == 1200)
        #expect(campaign.retry.budget == 3)
        #expect(campaign.retry.rules[.busy] == .init(wait: .seconds(2), limit: 2))
        #expect(campaign.retry.rules[.interrupted] == nil)
        #expect(campaign.retry.rules[.noAnswer] == RetryPolicy.contactDefault.rules[.noAnswer])
        #expect(campaign.callerID == "+862010000")
        #expect(campaign.keys == CampaignDefinition.Key.allCases)
        #expect(campaign.stages == DunningStages([.init(.announcement(.reminder))]))
    }

    @Test func `six keys are enough for a campaign`() throws {
        let campaign = try read(
            """
            name: arrears
            title: Arrears
            source: { query: arrears-postpaid }
            window: { from: 08:30, to: "20:00" }
            lines: 30
            caller-id: +862010000
            """)
        #expect(campaign.retry == .contactDefault && campaign.ringing == .seconds(30) && campaign.agents == nil)
    }

    @Test func `times, pilot and shares are read, and hours without a zone are the called party's`() throws {
        let more = "\nshare: 3\npilot: 50\nstarts: 2026-12-01T08:30\nends: 2026-12-24T20:00"
        let campaign = try read(Self.valid.replacingOccurrences(of: "zone: Asia/Shanghai, ", with: "") + more)
        #expect(campaign.share == 3 && campaign.pilot == 50)
        #expect(campaign.starts?.description == "2026-12-01T08:30")
        #expect(campaign.ends?.time(in: Workplace.zone) == UTCTime(milliseconds: 1_798_113_600_000))
        #expect(campaign.window.zone == nil)
        #expect(campaign.window.verdict(at: Workplace.now) == .open)
        #expect(CallFacts.CampaignHours(campaign.window).clock == nil)
    }

    @Test func `a source may be a named list, and be selected again`() throws {
        let source = "source: { query: list, list: new-flats, every: 1 day, at: \"07:00\" }"
        let campaign = try read(Self.valid.replacing(/source: .*/, with: source))
        #expect(campaign.source.kind == .list && campaign.source.list == "new-flats")
        #expect(campaign.source.schedule == ListSchedule(every: .seconds(86_400), at: 420))
        #expect(try read(Self.valid).source.schedule == nil)
        #expect(
            try read(Self.valid).changes(to: campaign).map(\.key).filter { $0.hasPrefix("source.") } == [
                "source.query", "source.minimum-amount", "source.list", "source.every", "source.at",
            ])
    }

    @Test(arguments: ["arrears-postpaid", "arrears-prepaid"])
    func `the campaigns that come with dialerd are valid`(name: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let campaign = try CampaignFile.read(root.appending(path: "campaigns/\(name).yml"), lists: [])
        #expect(campaign.name == name)
        #expect(campaign.retry.rules[.rejected] == nil)
        #expect(campaign.retry.rules[.interrupted]?.wait == .seconds(86_400))
    }

    @Test func `how agents work is read, and what isn't said is as it is by default`() throws {
        func agents(_ text: String) throws -> CampaignDefinition.Agents? {
            let campaign = try read(Self.valid + "\nagents: { group: arrears, \(text) }")
            return campaign.agents
        }
        typealias Agents = CampaignDefinition.Agents
        let preview = try agents("mode: preview, preview-time: 90s, then: call")
        #expect(preview == .init(group: "arrears", mode: .preview, preview: .init(time: .seconds(90), then: .call)))
        #expect(try agents("mode: preview")?.preview == Agents.Preview(time: .seconds(60), then: .skip))
        #expect(try agents("mode: manual") == .init(group: "arrears", mode: .manual))
        let power = try agents("mode: power, ratio: 1.5, abandonment-cap: 2.5%")
        #expect(power?.power == .init(ratioPercent: 150, capBasisPoints: 250) && power?.preview == nil)
        #expect(try agents("mode: power, ratio: 2")?.power == .init(ratioPercent: 200, capBasisPoints: 300))
        #expect(try agents("mode: power, ratio: 1.05, abandonment-cap: 3 %")?.power?.ratioPercent == 105)
        let predictive = try read(Self.valid + "\nagents: { group: arrears, mode: predictive, abandonment-cap: 1% }")
        #expect(predictive.agents?.power?.capBasisPoints == 100)
        let agents = [("8001", true), ("8002", false)].compactMap { number, isHeldOpen in
            AgentNumber(number).map {
                Agent(
                    number: $0, name: "", skills: ["arrears": 1], telephone: .registers(password: ""),
                    isHeldOpen: isHeldOpen)
            }
        }
        #expect(predictive.notes(AgentRoster(Array(agents.prefix(1)))).isEmpty)
        #expect(predictive.notes(AgentRoster(agents)).map { $0.contains("agent 8002") } == [true])
        #expect(
            try read(Self.valid + "\nagents: { group: arrears, mode: power, ratio: 1.5 }").changes(to: predictive)
                .map(\.description) == [
                    "agents.mode: power → predictive", "agents.ratio: 1.5 → 1", "agents.abandonment-cap: 3% → 1%",
                ])
        // As an older dialerd stored it.
        let stored = try JSONDecoder().decode(Agents.self, from: Data(#"{"group": "a", "mode": "progressive"}"#.utf8))
        #expect(stored == .init(group: "a", mode: .progressive))
    }

    static let faults: [(old: String, new: String, complaint: String)] = [
        ("lines: 30", "linse: 30", "a.yml:7:1: There is no key “linse” here. Did you mean “lines”?"),
        ("lines: 30", "linse: 30", "a.yml:1:1: “lines” is missing. It must be a whole number from 1 to 10000."),
        ("lines: 30", "lines: many", "a.yml:7:8: “lines” is “many”, but must be a whole number from 1 to 10000."),
        ("lines: 30", "lines: [1]", "a.yml:7:8: “lines” is a list, but must be a whole number from 1 to 10000."),
        (
            "10.50 yuan", "10.505 yuan",
            "a.yml:3:52: “source.minimum-amount” is “10.505 yuan”, but must be an amount such as “10 yuan”, "
                + "“10.50 yuan” or “1050 fen”."
        ),
        (
            "2 seconds", "2 sacs",
            "a.yml:6:34: “retry.busy.wait” is “2 sacs”, but must be a time such as “90 seconds”, “15 minutes”, "
                + "“3 hours” or “2 days”, or “2s”, “10m”."
        ),
        (
            "query: arrears-postpaid", "query: arears-postpaid",
            "a.yml:3:18: “source.query” is “arears-postpaid”, but must be one of arrears-postpaid, arrears-prepaid, "
                + "list. Did you mean “arrears-postpaid”?"
        ),
        (
            "[monday, friday]", "[monday, frieday]",
            "a.yml:5:47: “window.days[2]” is “frieday”, but must be one of monday, tuesday, wednesday, thursday, "
                + "friday, saturday, sunday. Did you mean “friday”?"
        ),
        (
            "from: 08:30", "from: 21:30",
            "a.yml:5:9: The window is never open. “to” must be later than “from”, and “days” must name a day."
        ),
        (
            "zone: Asia/Shanghai", "zone: Asia/Shanghay",
            "a.yml:5:17: “window.zone” is “Asia/Shanghay”, but must be a time zone such as Asia/Shanghai."
        ),
        (
            "name: arrears", "name: Arrears 1",
            "a.yml:1:7: “name” is “Arrears 1”, but must be small letters, digits and hyphens, at most 63."
        ),
        (
            "caller-id: +862010000", "caller-id: anonymous",
            "a.yml:8:12: “caller-id” is “anonymous”, but must be a number that can be called back, 3 to 15 digits."
        ),
        (
            "query: arrears-postpaid", "query: list, list: new-flat",
            "a.yml:3:30: There is no list “new-flat”. Did you mean “new-flats”?"
        ),
        (
            "query: arrears-postpaid", "query: list, list: x",
            "a.yml:3:30: There is no list “x”. There are: new-flats, old-flats."
        ),
        (
            "query: arrears-postpaid", "query: arrears-postpaid, list: new-flats",
            "a.yml:3:42: “source.list” goes with “query: list” only. Remove it, or write “query: list”."
        ),
        (
            "query: arrears-postpaid", "query: list, every: 1 day",
            "a.yml:3:9: Contacts that are only imported are never selected again. Remove “every”, or add “list”."
        ),
        (
            "query: arrears-postpaid", "query: arrears-postpaid, every: 90 minutes, at: 07:00",
            "a.yml:3:59: A selection “at” a time of day is made every so many whole days: write “every: 1 day”."
        ),
        ("title: Arrears", "title:", "a.yml:2:1: “title” is missing. It must be text."),
        (
            "title: Arrears", "title: [",
            "a.yml:4:1: This is not YAML: did not find expected ',' or ']'. "
                + "Check indentation, colons and quotes here and just above."
        ),
        (
            "title: Arrears", "name: twice",
            "a.yml:1:1: This is not YAML: the key name stands there twice. "
                + "Check indentation, colons and quotes here and just above."
        ),
        (
            "lines: 30", "lines: 30\nstarts: tomorrow",
            "a.yml:8:9: “starts” is “tomorrow”, but must be a day and a time such as 2026-12-01T08:30."
        ),
        (
            "lines: 30", "lines: 30\nstarts: 2026-12-01T08:30\nends: 2026-12-01T08:30",
            "a.yml:9:7: “ends” is 2026-12-01T08:30, but must be later than “starts”, which is 2026-12-01T08:30."
        ),
        (
            "lines: 30", "lines: 30\nagents: { group: a, mode: power }",
            "a.yml:8:9: “mode: power” wants a ratio. Write how many calls go out for each free agent: “ratio: 1.5”."
        ),
        (
            "lines: 30", "lines: 30\nagents: { group: a, mode: power, ratio: 0.9 }",
            "a.yml:8:41: “agents.ratio” is “0.9”, but must be a number from 1.0 to 3.0, such as 1.5."
        ),
        (
            "lines: 30", "lines: 30\nagents: { group: a, mode: power, ratio: 2, abandonment-cap: 5% }",
            "a.yml:8:61: “agents.abandonment-cap” is “5%”, but must be a share of those who answer from 0% to 3%, "
                + "such as 2.5%."
        ),
        (
            "lines: 30", "lines: 30\nagents: { group: a, mode: progressive, ratio: 2 }",
            "a.yml:8:47: “agents.ratio” goes with “mode: power” only. Remove it, or change “agents.mode”."
        ),
        (
            "lines: 30", "lines: 30\nagents: { group: a, mode: manual, preview-time: 60s }",
            "a.yml:8:49: “agents.preview-time” goes with “mode: preview” only. Remove it, or change “agents.mode”."
        ),
        (
            "lines: 30", "lines: 30\nagents: { group: a, mode: preview, then: cal }",
            "a.yml:8:42: “agents.then” is “cal”, but must be one of call, skip. Did you mean “call”?"
        ),
        (
            "lines: 30", "lines: 30\nagents: { group: a, mode: preview, preview-time: 2s }",
            "a.yml:8:50: “agents.preview-time” is “2s”, but must be from 5 seconds to 600 seconds."
        ),
        (
            "lines: 30", "lines: 30\nringing: 10 seconds",
            "a.yml:8:10: “ringing” is “10 seconds”, but must be from 15 seconds to 120 seconds."
        ),
    ]

    @Test(arguments: faults)
    func `a fault is named with file, line, column and remedy`(
        fault: (old: String, new: String, complaint: String)
    ) throws {
        #expect(Self.valid.contains(fault.old))
        let error = #expect(throws: ConfigurationError.self) {
            try read(Self.valid.replacingOccurrences(of: fault.old, with: fault.new))
        }
        #expect(
            error?.faults.map(\.description).contains(fault.complaint) == true,
            "\(error?.description ?? "")"
        )
    }

    @Test func `all faults of a file are told at once`() throws {
        let text = Self.valid.replacingOccurrences(of: "30", with: "x").replacingOccurrences(of: "name:", with: "nam:")
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        #expect(error?.faults.count == 4, "\(error?.description ?? "")")
    }

    @Test(arguments: ["", "- a\n- b", "just text", "\u{0}", "&a [*a]"])
    func `a file that is no mapping is refused`(text: String) {
        #expect(throws: ConfigurationError.self) { try read(text) }
    }

    @Test func `a file that is missing or not UTF-8 is refused with a sentence`() async throws {
        try await withWorkplace { place in
            let file = place.directory.appending(path: "c.yml")
            #expect(throws: ConfigurationError.self) { try CampaignFile.read(file, lists: []) }
            try Data([0x6e, 0xff, 0xfe]).write(to: file)
            let error = #expect(throws: ConfigurationError.self) { try CampaignFile.read(file, lists: []) }
            #expect(error?.description.contains("UTF-8") == true)
        }
    }
}
