import Campaigns
import ConfigurationFile
import Dialer
import Foundation
import Testing

// Within the other suite, one after the other: a child process that is just being made, such as the auditor, holds the
// lock of a simulation's database for a moment.
extension SimulationTests {
    /// Days with agents on the virtual clock, looked through by the auditor.
    @Suite(.serialized) struct AgentSimulationTests {
        static let scenario = SimulationTests.root.appending(path: "simulations/agents.yml")

        /// One run for all tests: it is what takes the time.
        static let days = Result { try SimulationRun(scenario) }

        @Test func `the auditor finds nothing in two days with agents and crashes`() throws {
            let run = try Self.days.get()
            #expect(run.report.crashes > 1)
            #expect(run.report.figures.outcomes["open"] == nil)
            let audit = try run.audit()
            #expect(audit.status == 0, "\(audit.text)")
        }

        @Test func `agents talk, and the cap of those who meet nobody holds`() throws {
            let report = try Self.days.get().report
            for campaign in report.figures.campaigns {
                #expect(campaign.talks > 300, "\(campaign)")
                #expect(campaign.persons == campaign.talks + campaign.abandoned, "\(campaign)")
                #expect(100 * campaign.abandoned <= 3 * campaign.persons, "\(campaign)")
            }
            // Without them the auditor would have nothing to find.
            #expect(report.figures.campaigns.contains { $0.abandoned > 0 })
        }

        @Test func `every second at work is in the report, but for what crashes took`() throws {
            let report = try Self.days.get().report
            for team in report.teams {
                #expect(team.seconds["break", default: 0] > 0 && team.seconds["wrapUp", default: 0] > 0, "\(team)")
                #expect((team.utilisation ?? 0) > 0.2, "\(team)")
                #expect((0...Double(10 * team.agents * report.crashes)).contains(team.missingSeconds), "\(team)")
            }
        }

        @Test func `the same seed gives the same attempts to the byte`() throws {
            let (first, second) = (try Self.days.get(), try SimulationRun(Self.scenario))
            defer { try? FileManager.default.removeItem(at: second.folder) }
            let attempts = try first.attempts()
            #expect(try second.attempts() == attempts)
        }

        @Test(arguments: PlantedFault.ofAgents)
        func `the auditor finds each planted fault`(_ fault: PlantedFault) throws {
            let audit = try Self.days.get().audit(planting: fault)
            #expect(audit.status == 1)
            #expect(audit.text.contains("\(fault.code): "), "\(audit.text)")
        }

        @Test(arguments: [
            ("group: prepaid, mode", "group: nobody, mode", "No agents are of the group “nobody”."),
            ("mode: progressive", "mode: manual", "In a simulation nobody chooses from a list."),
            ("groups: [prepaid]", "groups: [prepayed]", "“agents.teams[2].groups[1]” is “prepayed”"),
            ("at: \"11:00\"", "at: \"21:00\"", "The team is never at work at 21:00."),
            ("agents: 3\n", "agents: none\n", "“agents.teams[2].agents” is “none”"),
            ("talk-spread: 60", "talk-spred: 60", "There is no key “talk-spred” in “agents.groups.prepaid”."),
        ])
        func `what is wrong with agents is said with its place`(sound: String, wrong: String, sentence: String) throws {
            let text = try String(contentsOf: Self.scenario, encoding: .utf8)
            let folder = FileManager.default.temporaryDirectory.appending(path: "scenario-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let rules = SimulationTests.root.appending(path: "rules/none.yml").path
            let file = folder.appending(path: "wrong.yml")
            try text.replacing("rules: ../rules/none.yml", with: "rules: \(rules)").replacing(sound, with: wrong)
                .write(to: file, atomically: true, encoding: .utf8)
            let line = try #require(
                text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
                    $0.contains(sound.split(separator: "\n")[0])
                })
            let error = try #require(throws: ConfigurationError.self) { try ScenarioFile.read(file) }
            #expect("\(error)".contains("wrong.yml:\(line + 1):"), "\(error)")
            #expect("\(error)".contains(sentence), "\(error)")
        }
    }
}
