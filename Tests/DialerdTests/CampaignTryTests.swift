import Foundation
import Testing

@Suite struct CampaignTryTests {
    private static let agents = """
        groups: { arrears: { title: Arrears, wrap-up: 30s } }
        agents:
          - { number: "8001", name: Wang Fang, groups: { arrears: 5 }, telephone: 8001@127.0.0.1:5060 }
          - { number: "8002", name: Li Wei, groups: { arrears: 5 }, telephone: 8002@127.0.0.1:5060 }
        """

    /// With two agents, who call one for each of them.
    private func siteWithAgents(_ agents: String = agents) throws -> TestSite {
        let site = try TestSite { $0 += "agents: { file: agents.yml, caller-id: \"10000\" }\n" }
        try site.write(agents, to: "agents.yml")
        let file = "campaigns/arrears-postpaid.yml"
        let text = try String(contentsOfFile: site.path(file), encoding: .utf8)
        try site.write(text + "\nagents: { group: arrears, mode: progressive }\n", to: file)
        return site
    }

    private func json(_ run: TestSite.Finished) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
    }

    @Test func `the sample campaigns can be tried, and nothing is loaded`() async throws {
        let site = try TestSite()
        let prompts = TestSite.root.appending(path: "prompts").path
        let directory = site.path("sample")
        _ = try await TestSite.dialerd(["sample-data", directory, "--accounts", "60", "--prompts", prompts])
        let configuration = ["--config", directory + "/dialerd.yml"]
        let run = try await TestSite.dialerd(["campaign", "try", "arrears-postpaid", "--seeds", "2"] + configuration)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains(" contacts with 1.0 numbers each, 30 lines, mode without agents; it calls from "))
        #expect(run.output.contains("  announcement  45 s           usual value\n"), "\(run.output)")
        #expect(run.output.contains("done  days  hours  calls  reached  lines\n"), "\(run.output)")
        let status = try await TestSite.dialerd(["campaign", "status"] + configuration)
        #expect(status.status == 0 && status.output.isEmpty, "no campaign is in the database")
    }

    @Test func `a script reads how many agents it takes, and where the assumptions come from`() async throws {
        let site = try siteWithAgents()
        let run = try await site.dialerd(
            "campaign", "try", "arrears-postpaid", "--contacts", "200", "--seeds", "2", "--answer-rate", "50%", "--json"
        )
        let report = try json(run)
        #expect(try site.newFiles() == [])
        #expect(report["contacts"] as? Int == 200 && report["mode"] as? String == "progressive")
        let line = try #require((report["trials"] as? [[String: Any]])?.first)
        #expect(line["agents"] as? Int == 2 && line["left"] as? Int == 0 && line["abandonment"] as? Int == 0)
        #expect((line["reached"] as? Double ?? 0) > 100 && line["doneAt"] is String)
        let need = try #require(report["agentsNeeded"] as? [String: Any])
        #expect((need["agents"] as? Int ?? 0) >= 1)
        let assumptions = try #require(report["assumptions"] as? [[String: String]])
        #expect(assumptions.contains(["what": "answered", "value": "50 % of calls", "from": "given"]))
        #expect(assumptions.contains(["what": "talk", "value": "120 s", "from": "usual value"]))
    }

    @Test func `a file outside the campaigns folder is tried with several numbers of agents`() async throws {
        let site = try siteWithAgents()
        let text = try String(contentsOfFile: site.path("campaigns/arrears-postpaid.yml"), encoding: .utf8)
        try site.write(
            text.replacing("name: arrears-postpaid", with: "name: draft").replacing("progressive", with: "predictive"),
            to: "draft.yml")
        let run = try await site.dialerd(
            "campaign", "try", site.path("draft.yml"), "--agents", "2-3", "--contacts", "40", "--seeds", "1", "--json")
        let lines = try #require(try json(run)["trials"] as? [[String: Any]])
        #expect(lines.map { $0["agents"] as? Int } == [2, 3])
        #expect(lines.allSatisfy { ($0["abandonment"] as? Double ?? 1) <= 0.05 })
    }

    @Test func `mistakes get sentences`() async throws {
        let site = try siteWithAgents()
        let file = site.path("campaigns/arrears-postpaid.yml")
        func complaint(_ arguments: String...) async throws -> String {
            let run = try await TestSite.dialerd(
                ["campaign", "try"] + arguments + ["--config", site.path("dialerd.yml")])
            #expect(run.status != 0 && run.output.isEmpty)
            return run.errors.first ?? ""
        }
        #expect(try await complaint("nobody").hasPrefix("dialerd: There is no campaign “nobody”; "))
        #expect(try await complaint("./nothing.yml").hasSuffix("Check that it exists and that dialerd may read it."))
        #expect(try await complaint(file, "--talk", "long").contains("must be a time such as “90 seconds”"))
        #expect(
            try await complaint(file, "--answer-rate", "99%")
                == "dialerd: --answer-rate is “99%”, but must be from 3% to 80%, such as 35%.")
        #expect(try await complaint(file, "--within", "soon").contains("a number of days from 1 to 60, such as 3d."))
        #expect(try await complaint(file, "--agents", "9-5").contains("“9-5” must be numbers of agents such as 8"))
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try site.write(text.replacing("lines: 30", with: "lines: 3000"), to: "campaigns/arrears-postpaid.yml")
        #expect(try await complaint("arrears-postpaid").contains("“lines” is 3000, but campaigns have "))
    }

    @Test func `a group without agents, and a campaign without anybody, say what to do`() async throws {
        let site = try siteWithAgents(
            """
            groups: { arrears: { title: Arrears }, others: { title: Others } }
            agents: [{ number: "8001", name: Wang Fang, groups: { others: 5 }, telephone: 8001@127.0.0.1:5060 }]
            """)
        let nobody = try await site.dialerd("campaign", "try", "arrears-postpaid")
        #expect(
            nobody.errors == [
                "dialerd: The group “arrears” has no agents yet. Name how many to try it with, such as --agents 8."
            ])
        let file = "campaigns/arrears-postpaid.yml"
        let text = try String(contentsOfFile: site.path(file), encoding: .utf8)
        try site.write(text.replacing("minimum-amount: 10 yuan", with: "minimum-amount: 999999 yuan"), to: file)
        let none = try await site.dialerd("campaign", "try", "arrears-postpaid", "--agents", "2")
        #expect(
            none.errors == [
                "dialerd: arrears-postpaid would call nobody now. To try it with made-up people, add --contacts 1000."
            ])
    }
}
