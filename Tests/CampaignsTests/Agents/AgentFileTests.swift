import ConfigurationFile
import Foundation
import Testing

@testable import Campaigns

@Suite struct AgentFileTests {
    private static let valid = """
        passwords: agents.passwords
        dispositions:
          settled: { title: 已解决, does: done, key: s }
          later: { does: again, wait: 2 hours, key: "2" }
          promised: { does: promise }
        groups:
          arrears: { title: Arrears, wrap-up: 10s, recording: all, dispositions: [promised, settled] }
          clerks:
        agents:
          - { number: "8001", name: Wang Fang, groups: { arrears: 5, clerks: 2 } }
          - { number: "8002", name: Li Wei, groups: { clerks: 9 }, telephone: "200@10.0.0.5:5070", held-open: no }
          - { number: "8003", name: Zhao Lei, groups: {}, telephone: 201@pbx.example, supervisor: yes }
        outside:
          repair: { title: Repair desk, number: "+861062345678" }
          faults: { number: "112" }
        breaks: [Meal, 培训]
        """

    private func read(_ text: String, passwords: String = "# ours\n8001 s3cret word\n") throws -> AgentRoster {
        let place = try Workplace()
        defer { place.remove() }
        let file = place.directory.appending(path: "agents.yml")
        try Data(text.utf8).write(to: file)
        try Data(passwords.utf8).write(to: place.directory.appending(path: "agents.passwords"))
        return try AgentFile.read(file)
    }

    @Test func `a file says who the agents are, and where their telephones`() throws {
        let roster = try read(Self.valid)
        let numbers = roster.agents.keys.sorted()
        let (ann, bob, cat) = (roster.agents[numbers[0]], roster.agents[numbers[1]], roster.agents[numbers[2]])
        #expect(ann?.telephone == .registers(password: "s3cret word") && ann?.isHeldOpen == true)
        #expect(ann?.skills == ["arrears": 5, "clerks": 2] && ann?.isSupervisor == false)
        #expect(bob?.telephone == .fixed(number: "200", host: "10.0.0.5", port: 5070) && bob?.isHeldOpen == false)
        #expect(cat?.telephone == .fixed(number: "201", host: "pbx.example", port: 5060) && cat?.isSupervisor == true)
        #expect(roster.groups["arrears"]?.wrapUp == .seconds(10) && roster.groups["arrears"]?.recording == .all)
        #expect(
            roster.groups["clerks"]?.title == "clerks"
                && roster.groups["clerks"]?.recording == AgentGroup.Recording.none)
        let settled = Disposition(code: "settled", title: "已解决", does: .done, key: "s")
        let later = Disposition(code: "later", title: "later", does: .again, wait: .seconds(7_200), key: "2")
        let promised = Disposition(code: "promised", title: "promised", does: .promise)
        #expect(roster.dispositions == [settled, later, promised])
        #expect(roster.dispositions(of: "arrears") == [settled, promised])
        #expect(roster.dispositions(of: "clerks") == roster.dispositions)
        #expect(
            roster.outside == [
                "repair": OutsideNumber(name: "repair", title: "Repair desk", number: "+861062345678"),
                "faults": OutsideNumber(name: "faults", title: "faults", number: "112"),
            ])
        #expect(roster.breaks == ["Meal", "培训"])
        #expect(roster.password(of: "8001") == "s3cret word")
        #expect(roster.password(of: "8002") == nil && roster.password(of: "nobody") == nil)
    }

    @Test(arguments: [
        ("number: \"8001\"", "number: \"80-1\"", "1 to 12 digits"),
        ("number: \"8002\"", "number: \"8001\"", "another agent 8001"),
        ("clerks: 9", "clarks: 9", "no group “clarks”"),
        ("clerks: 9", "clerks: 10", "from 1 to 9"),
        ("200@10.0.0.5:5070", "200@10.0.0.5:99999", "such as 8002@10.0.0.5:5060"),
        ("supervisor: yes", "supervisor: yes, held-open: no", "must be yes"),
        ("name: Li Wei", "nam: Li Wei", "Did you mean “name”?"),
        ("recording: all", "recording: some", "one of none, on-demand, all"),
        ("recording: all", "notice: yes", "nothing to tell"),
        ("arrears: {", "Arrears!: {", "a–z, 0–9 and - only"),
        ("does: promise", "does: promises", "Did you mean “promise”?"),
        ("wait: 2 hours, ", "", "“dispositions.later.wait” is missing"),
        ("wait: 2 hours", "wait: 2 seconds", "from 60 seconds"),
        ("does: promise }", "does: promise, wait: 1 day }", "“wait” goes with “does: again” only"),
        ("key: \"2\"", "key: s", "chooses another disposition already"),
        ("key: \"2\"", "key: ctrl", "one letter from a to z, or one digit"),
        ("settled: {", "已解决: {", "The code of a disposition has"),
        ("[promised, settled]", "[promises]", "Did you mean “promised”?"),
        ("repair: {", "Repair: {", "a–z, 0–9 and - only"),
        ("+861062345678", "010-62345678", "such as \"+861062345678\""),
        ("\"112\"", "\"+0112345678\"", "a short one such as"),
        ("title: Repair desk", "titel: Repair desk", "Did you mean “title”?"),
        ("[Meal, 培训]", "[]", "must have 1 to 9"),
        ("[Meal, 培训]", "Meal", "a list"),
        ("[Meal, 培训]", "[\"\(String(repeating: "x", count: 81))\"]", "at most 80 characters"),
    ])
    func `a fault is told with its place and what to do`(good: String, bad: String, told: String) throws {
        let text = Self.valid.replacing(good, with: bad)
        #expect(text != Self.valid)
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        #expect(error?.description.contains(told) ?? false, "\(error?.description ?? "")")
        #expect(error?.description.contains("agents.yml:") ?? false)
    }

    @Test func `a file that names no dispositions has the usual ones, each with a key of its own`() throws {
        let parts = Self.valid.split(separator: "\n").filter { !$0.contains("does: ") && $0 != "dispositions:" }
        let text = parts.joined(separator: "\n").replacing(", dispositions: [promised, settled]", with: "")
        let usual = try read(text).dispositions
        #expect(usual == Disposition.usual && Set(usual.map(\.code)).count == usual.count)
        #expect(Set(usual.compactMap(\.key)).count == usual.count)
        #expect(Set(usual.map(\.does)) == Set(Disposition.Deed.allCases))
    }

    @Test func `a telephone that registers needs a line in the file of passwords, whose lines are never told`() throws {
        let missing = #expect(throws: ConfigurationError.self) { try read(Self.valid, passwords: "8009 s3cret\n") }
        #expect(missing?.description.contains("has no line for it") ?? false)
        let broken = #expect(throws: ConfigurationError.self) { try read(Self.valid, passwords: "8001s3cret\n") }
        #expect(broken?.description.contains("is a number, a space and a password") ?? false)
        #expect(broken?.description.contains("s3cret") == false)
    }

    @Test func `the page of agents has every key of their file`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/agents.md"), encoding: .utf8)
        let described = page.components(separatedBy: "## ")[0].split(separator: "\n")
            .compactMap { $0.firstMatch(of: /^\| `([a-z.-]+)` \|/) }.map { String($0.1) }
        let known =
            AgentFile.keys + AgentFile.groupKeys.map { "groups." + $0 } + AgentFile.agentKeys.map { "agents." + $0 }
            + AgentFile.dispositionKeys.map { "dispositions." + $0 }
            + AgentFile.outsideKeys.map { "outside." + $0 }
        #expect(described.sorted() == known.sorted())
    }
}
