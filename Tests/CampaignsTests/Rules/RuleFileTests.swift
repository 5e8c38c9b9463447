import ConfigurationFile
import Foundation
import Testing

@testable import Campaigns

@Suite struct RuleFileTests {
    static let valid = """
        name: site
        title: Our own
        rules:
          hours: { hours: "monday-friday 08:00-20:00, saturday 10:00-14:00", in: [US-FL, CN], source: a book }
          calls: { limit: { most: 3, of: answered-calls, to: person, within: 24 hours, counting: [dunning] } }
          rest: { pause: { after: abandoned-call, to: number, for: 72 hours }, for: [dunning, callback] }
          ask: { no-dunning: 1 day }
        """

    private func read(_ text: String, over base: RuleSet? = nil) throws(ConfigurationError) -> RuleSet {
        try ConfigurationNode.read(yaml: text, file: "r.yml") { RuleFile.set($0, over: base) }
    }

    @Test func `a rule file says what the clerk wrote`() throws {
        let rules = try read(Self.valid).rules
        #expect(rules.map(\.name) == ["hours", "calls", "rest", "ask"])
        #expect(rules[0].demand == .hours(WeekHours("monday-friday 08:00-20:00, saturday 10:00-14:00")!))
        #expect(rules[0].regions.map(\.code) == ["US-FL", "CN"])
        #expect(rules[0].source == "a book")
        #expect(rules[0].purposes == .voice)
        let calls = Limit(most: 3, of: .answeredCall, to: .person, within: .seconds(86_400), counting: .dunning)
        #expect(rules[1].demand == .limit(calls))
        #expect(rules[1].purposes == .unasked)
        let rest = Limit(most: 1, of: .abandonedCall, to: .number, within: .seconds(259_200))
        #expect(rules[2].demand == .limit(rest))
        #expect(rules[2].purposes == [.dunning, .callback])
        #expect(rules[3].demand == .noDunning(askAgain: .seconds(86_400)))
    }

    @Test(arguments: ["china", "united-states", "united-kingdom", "none"])
    func `the rule sets that come with dialerd are valid, and say where each figure comes from`(name: String) throws {
        let set = try RuleSamples.shipped(name)
        #expect(set.name == name)
        #expect(set.rules.filter { $0.source == nil }.map(\.name) == [])
        #expect(set.rules.contains { $0.demand == .doNotCall })
        #expect(set.leastRinging(for: .dunning) == (name == "none" ? .zero : .seconds(15)))
        // Kept as a snapshot by campaigns, so it must come back the same.
        #expect(try JSONDecoder().decode(RuleSet.self, from: JSONEncoder().encode(set)) == set)
    }

    /// The figures of facts and law, as verdicts.
    @Test(
        arguments: [
            ("china", "CN", "Asia/Shanghai", "2026-11-20T14:00:00Z", "2026-11-21T00:00:00Z"),
            ("china", "CN", "Asia/Shanghai", "2026-11-20T00:00:00Z", "allowed"),
            ("united-kingdom", "GB", "Europe/London", "2026-11-20T21:00:00Z", "2026-11-21T09:00:00Z"),
            ("united-states", "US-NY", "America/New_York", "2026-11-21T01:30:00Z", "allowed"),
            ("united-states", "US-FL", "America/New_York", "2026-11-21T01:30:00Z", "2026-11-21T13:00:00Z"),
            ("united-states", "US-AL", "America/Chicago", "2026-11-22T18:00:00Z", "2026-11-23T14:00:00Z"),
            ("united-states", "US-TX", "America/Chicago", "2026-11-22T15:00:00Z", "2026-11-22T18:00:00Z"),
            ("united-states", "US-ME", "America/New_York", "2026-11-20T22:00:00Z", "2026-11-21T14:00:00Z"),
            ("united-states", "US-KY", "America/New_York", "2026-11-20T14:00:00Z", "2026-11-20T15:00:00Z"),
            ("united-states", "US-RI", "America/New_York", "2026-11-21T22:00:00Z", "2026-11-23T14:00:00Z"),
            ("united-states", "US-PA", "America/New_York", "2026-11-22T15:00:00Z", "2026-11-22T18:30:00Z"),
            ("united-states", "US-SD", "America/Chicago", "2026-11-22T18:00:00Z", "2026-11-23T14:00:00Z"),
            ("united-states", "US-UT", "America/Denver", "2026-11-20T15:00:00Z", "2026-11-20T16:00:00Z"),
            ("none", "CN", "Asia/Shanghai", "2026-11-20T19:00:00Z", "allowed"),
        ]
    )
    func `each country and state has its hours`(
        set: String, region: String, zone: String, at: String, expected: String
    ) throws {
        let engine = RuleEngine(rules: try RuleSamples.shipped(set))
        let place = CallPlace(clock: RuleSamples.clock(zone), regions: [RuleSamples.region(region)])
        let verdict = engine.verdict(CallFacts(purpose: .dunning, place: place), at: RuleSamples.time(at))
        #expect(verdict.word == expected)
    }

    @Test(
        arguments: [
            // Three prerecorded calls in 30 days to a line.
            ("united-states", "US-NY", 3, 29.0, false), ("united-states", "US-NY", 3, 30, true),
            ("united-states", "US-NY", 2, 1, true), ("united-states", "US-FL", 3, 0.9, false),
            // Six attempts a day, our own default.
            ("china", "CN", 5, 0.5, true), ("china", "CN", 6, 0.5, false), ("none", "CN", 99, 0.1, true),
        ] as [(String, String, Int, Double, Bool)]
    )
    func `each country has its limits`(set: String, region: String, calls: Int, days: Double, isAllowed: Bool) throws {
        let engine = RuleEngine(rules: try RuleSamples.shipped(set))
        let zone = region == "CN" ? "Asia/Shanghai" : "America/New_York"
        let now = RuleSamples.time(region == "CN" ? "2026-11-20T04:00:00Z" : "2026-11-20T17:00:00Z")
        let past = UTCTime(milliseconds: now.milliseconds - Int64(days * 86_400_000))
        let call = PastCall(time: past, standing: .attempted, purpose: .dunning)
        let history = CallHistory(Array(repeating: call, count: calls))
        let facts = CallFacts(
            purpose: .dunning, place: CallPlace(clock: RuleSamples.clock(zone), regions: [RuleSamples.region(region)]),
            toNumber: history, toPerson: history, aboutAccount: history)
        #expect(engine.verdict(facts, at: now).isAllowed == isAllowed)
    }

    static let faults: [(old: String, new: String, complaint: String)] = [
        (
            "ask:", "Ask it:",
            "r.yml:7:11: “Ask it” is no name for a rule. It must be small letters, digits and hyphens, at most 63."
        ),
        (
            "hours: \"monday", "hours: \"munday",
            "r.yml:4:19: “rules.hours.hours” is “munday-friday 08:00-20:00, saturday 10:00-14:00”, but must be hours such as “08:00-20:00” or “monday-friday 08:00-20:00, saturday 10:00-14:00”."
        ),
        ("US-FL", "Florida", "r.yml:4:75: “rules.hours.in[1]” is “Florida”, but must be a region such as US or US-FL."),
        (
            "most: 3", "most: 0",
            "r.yml:5:27: “rules.calls.limit.most” is “0”, but must be a whole number from 1 to 1000000."
        ),
        (
            "of: answered-calls", "of: answered-call",
            "r.yml:5:34: “rules.calls.limit.of” is “answered-call”, but must be one of attempts, answered-calls, conversations, abandoned-calls. Did you mean “answered-calls”?"
        ),
        (
            "[dunning, callback]", "[dunnin]",
            "r.yml:6:78: “rules.rest.for[1]” is “dunnin”, but must be one of dunning, service, callback, notification, fax. Did you mean “dunning”?"
        ),
        (
            "[dunning, callback]", "[]",
            "r.yml:6:77: “rules.rest.for” is a list, but must be a list that names a purpose."
        ),
        (
            "no-dunning: 1 day", "no-dunning: never",
            "r.yml:7:22: “rules.ask.no-dunning” is “never”, but must be a time such as “90 seconds”, “15 minutes”, “3 hours” or “2 days”, or “2s”, “10m”."
        ),
        (
            "{ no-dunning: 1 day }", "never",
            "r.yml:7:8: There is no rule “ask” to take away. “never” is for rules of the set below."
        ),
        (
            "no-dunning: 1 day", "no-dunning: 1 day, consent: required",
            "r.yml:7:8: “rules.ask” must have just one of hours, holidays, limit, pause, do-not-call, consent, no-dunning, ringing."
        ),
        ("no-dunning: 1 day", "consent: yes", "r.yml:7:19: “rules.ask.consent” is “yes”, but must be “required”."),
        ("name: site", "nmae: site", "r.yml:1:1: There is no key “nmae” here. Did you mean “name”?"),
    ]

    @Test(arguments: faults)
    func `a fault is named with file, line, column and remedy`(
        fault: (old: String, new: String, complaint: String)
    ) throws {
        #expect(Self.valid.contains(fault.old))
        let error = #expect(throws: ConfigurationError.self) {
            try read(Self.valid.replacingOccurrences(of: fault.old, with: fault.new))
        }
        #expect(error?.faults.map(\.description).contains(fault.complaint) == true, "\(error?.description ?? "")")
    }

    @Test func `a site's own set stands on another, replaces, adds and takes away`() async throws {
        try await withWorkplaceFolder { folder in
            let site = """
                name: site
                title: Ours
                based-on: china
                rules:
                  quiet-hours: { hours: 09:00-19:00 }
                  gap: never
                  day: { limit: { most: 1, of: attempts, to: number, within: 24 hours } }
                """
            let file = folder.appending(path: "site.yml")
            try site.write(to: file, atomically: true, encoding: .utf8)
            let china = try RuleSamples.shipped("china")
            let set = try RuleFile.read(file, shipped: RuleSamples.folder)
            #expect(set.rules.map(\.name) == china.rules.map(\.name).filter { $0 != "gap" } + ["day"])
            #expect(set.rules.first { $0.name == "quiet-hours" }?.demand == .hours(WeekHours("09:00-19:00")!))
            #expect(set.memory == .seconds(86_400))

            let error = #expect(throws: ConfigurationError.self) { try RuleFile.read(file) }
            #expect(
                error?.faults.first?.description.contains("site.yml:3:11: “based-on” is “china”, but must be") == true)
            let circle = folder.appending(path: "china.yml")
            try site.write(to: circle, atomically: true, encoding: .utf8)
            #expect(throws: ConfigurationError.self) { try RuleFile.read(circle) }
            try "name: a\ntitle: A\nbased-on: site\nrules: {}".write(to: circle, atomically: true, encoding: .utf8)
            #expect(throws: ConfigurationError.self) { try RuleFile.read(file) }
        }
    }

    private func withWorkplaceFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }
}
