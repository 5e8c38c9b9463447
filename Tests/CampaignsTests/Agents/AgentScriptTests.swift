import ConfigurationFile
import Foundation
import Testing

@testable import Campaigns

@Suite struct AgentScriptTests {
    @Test func `a script says what is known of the customer, and what is not`() {
        let script = AgentScript("您好 {name}，欠费 {debt} 元，{due} 到期。{account} {other}")
        let filled = script.filled([.name: "王伟", .debt: "128.50", .account: "A-1"])
        #expect(filled == "您好 王伟，欠费 128.50 元，(not known) 到期。A-1 {other}")
    }

    private func read(_ script: String) throws -> AgentScript? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = try String(contentsOf: root.appending(path: "campaigns/arrears-postpaid.yml"), encoding: .utf8)
        let agents = "\nagents:\n  group: arrears\n  script: |\n    Good day {name}.\n    \(script)\n"
        return try ConfigurationNode.read(yaml: file + agents, file: "c.yml") {
            CampaignFile.definition($0, lists: [])
        }.agents?.script
    }

    @Test func `a campaign's file has it, over several lines`() throws {
        #expect(try read("You owe {debt} yuan.")?.text == "Good day {name}.\nYou owe {debt} yuan.\n")
    }

    @Test func `a place that no script knows is refused with its place in the file`() throws {
        let error = #expect(throws: ConfigurationError.self) { try read("You owe {dept} yuan.") }
        #expect(error?.description.contains("A script knows no “{dept}”. Did you mean “{debt}”?") ?? false)
        #expect(error?.description.contains("c.yml:") ?? false)
    }
}
