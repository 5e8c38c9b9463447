import Campaigns
import Dialer
import Foundation
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct SupervisorRouteTests {
    private static let anna = CustomerCard(
        kind: .campaign, call: "attempt 7", title: "Arrears of June", name: "Anna", number: "+862150000001")

    private func run(_ test: @escaping @Sendable (RunningConsole, ConsoleFloor) async throws -> Void) async throws {
        try await ConsoleFloor.run { bench in
            try await RunningConsole.with(floor: bench.floor) { console in try await test(console, bench) }
        }
    }

    /// A campaign in a database of its own, which runs and has 30 lines.
    private func withCampaign(
        _ test: @escaping @Sendable (RunningConsole, ContactBook) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "supervisor-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try DialerDatabase.open(at: folder.appending(path: "dialer.sqlite"))
        let contacts = ContactBook(database: database)
        let campaign = CampaignDefinition(
            name: "arrears", title: "Arrears", source: .init(kind: .arrearsPostpaid),
            window: .always(in: .gmt), lines: 30, callerID: "10000")
        _ = try await contacts.load(campaign, [], now: .now)
        try await contacts.start("arrears", now: .now)
        let board = LiveBoard(pause: .milliseconds(1))
        let control = CampaignControl(
            contacts: contacts, live: LiveFeed(board: board, database: database), channels: 60)
        try await ConsoleFloor.run { bench in
            try await RunningConsole.with(board: board, floor: bench.floor, campaigns: control) { console in
                try await test(console, contacts)
            }
        }
        try await database.close()
    }

    @Test func aSupervisorListensWhispersBargesInLeavesAndTakesOver() async throws {
        try await run { console, bench in
            for command in ["log-in", "ready"] { _ = try await console.post("api/agents/8001/\(command)") }
            _ = try await console.post("api/agents/8009/log-in")
            var hers = try await console.views(of: "8009")
            var his = try await console.views(of: "8001")
            _ = try await hers.next { $0.view.phone == .up }
            try await bench.customer(Self.anna)
            _ = try await his.next { $0.view.activity == .talking }
            func done(_ command: String, _ body: String = #"{"agent": "8001"}"#) async throws {
                let answer = try await console.post("api/supervisors/8009/\(command)", body)
                #expect(answer.status == 204, "\(command): \(answer.text)")
            }
            for command in ["listen", "whisper", "barge"] { try await done(command) }
            _ = try await hers.next { $0.view.supervises?.text == "8001" }
            try await done("stop", "{}")
            _ = try await hers.next { $0.view.supervises == nil }
            try await done("listen")
            try await done("take-over", "{}")
            let taken = try await hers.next { $0.view.activity == .talking }
            #expect(taken.view.customer == Self.anna)
            _ = try await his.next { $0.view.activity == .wrapUp }
        }
    }

    @Test func aSupervisorLogsOutPutsOnABreakAndChangesGroups() async throws {
        try await run { console, _ in
            for command in ["log-in", "ready"] { _ = try await console.post("api/agents/8001/\(command)") }
            var his = try await console.views(of: "8001")
            let groups = try await console.post(
                "api/supervisors/8009/groups", #"{"agent": "8001", "groups": {"clerks": 3}}"#)
            #expect(groups.status == 204)
            let aBreak = try await console.post(
                "api/supervisors/8009/break", #"{"agent": "8001", "reason": " 培训 "}"#)
            #expect(aBreak.status == 204)
            let onBreak = try await his.next { $0.view.presence == .onBreak }
            #expect(onBreak.view.reason == "培训")
            let logOut = try await console.post("api/supervisors/8009/log-out", #"{"agent": "8001"}"#)
            #expect(logOut.status == 204)
            _ = try await his.next { $0.view.presence == .loggedOut }
        }
    }

    @Test func aSupervisorPausesACampaignLetsItGoOnAndGivesItOtherLines() async throws {
        try await withCampaign { console, contacts in
            var states = try await console.events()
            func done(_ command: String, _ body: String = #"{"campaign": "arrears"}"#) async throws {
                let answer = try await console.post("api/supervisors/8009/\(command)", body)
                #expect(answer.status == 204, "\(command): \(answer.text)")
            }
            try await done("pause")
            _ = try await states.next { $0.campaigns.first?.state == .paused }
            try await done("resume")
            _ = try await states.next { $0.campaigns.first?.state == .running }
            try await done("lines", #"{"campaign": "arrears", "lines": 12}"#)
            _ = try await states.next { $0.campaigns.first?.lines == 12 }
            let acts = try await contacts.history("arrears").suffix(3)
            #expect(acts.map(\.what) == ["paused", "resumed", "changed"])
            #expect(Set(acts.map(\.who)) == ["agent 8009"])
            for (body, status) in [
                (#"{"campaign": "arrears", "lines": 0}"#, 400), (#"{"campaign": "arrears", "lines": 61}"#, 400),
                (#"{"campaign": "nobody", "lines": 6}"#, 404),
            ] {
                let answer = try await console.post("api/supervisors/8009/lines", body)
                #expect(answer.status == status, "\(body): \(answer.text)")
            }
            _ = try await contacts.stop("arrears", by: "anna", now: .now)
            let late = try await console.post("api/supervisors/8009/resume", #"{"campaign": "arrears"}"#)
            #expect(late.status == 409)
        }
    }

    @Test(arguments: [
        ("8001/listen", #"{"agent": "8002"}"#, 409, "Agent 8001 is no supervisor: the file of agents says who is."),
        (
            "8001/pause", #"{"campaign": "arrears"}"#, 409,
            "Agent 8001 is no supervisor: the file of agents says who is."
        ),
        ("9999/stop", "{}", 404, "There is no agent 9999. Look at the file of agents."),
        ("8009/dance", "{}", 404, "There is no command “dance”."),
        ("8009/listen", #"{"agent": "8001"}"#, 409, "Agent 8001 talks to nobody just now."),
        ("8009/listen", #"{"agent": "Wang"}"#, 400, #"This command wants a body such as {"agent": "8001"}."#),
        ("8009/take-over", "{}", 409, "Listen to a call first, and then take it over."),
        ("8009/log-out", #"{"agent": "9999"}"#, 404, "There is no agent 9999. Look at the file of agents."),
        (
            "8009/break", #"{"agent": "8001", "reason": ""}"#, 400,
            "The reason of a break is a line of 1 to 80 characters."
        ),
        ("8009/groups", #"{"agent": "8001", "groups": {"x": 3}}"#, 409, "There is no group “x”."),
        (
            "8009/groups", #"{"agent": "8001", "groups": {"clerks": 10}}"#, 400,
            "How good an agent is in a group is a number from 1 to 9."
        ),
        ("8009/pause", #"{"campaign": "arrears"}"#, 404, "There is no campaign “arrears”."),
    ])
    func whatCannotBeDoneIsToldInASentence(path: String, body: String, status: Int, sentence: String) async throws {
        try await run { console, _ in
            let answer = try await console.post("api/supervisors/\(path)", body)
            #expect(answer.status == status)
            let told = try JSONDecoder().decode([String: String].self, from: Data(answer.body))
            #expect(told == ["error": sentence])
        }
    }

    @Test func anotherWebSiteCannotCommandSupervisors() async throws {
        try await run { console, _ in
            let form = try await console.post(
                "api/supervisors/8009/stop", headers: [("Content-Type", "text/plain")])
            #expect(form.status == 415)
            let foreign = try await console.post(
                "api/supervisors/8009/stop",
                headers: [("Content-Type", "application/json"), ("Origin", "https://example.com")])
            #expect(foreign.status == 403)
        }
    }

    // MARK: The page

    private static let scripts = ["/drawing.js", "/desk.js", "/supervisor.js", "/supervisor-deeds.js", "/session.js"]

    @Test func thePageLoadsOnlyWhatWeServeAndItsScriptsFindEveryPartOfIt() async throws {
        try await run { console, _ in
            let page = try await console.get("supervisor").text
            let links = page.matches(of: /<(?:link|script|img)[^>]* (?:href|src)="([^"]*)"/).map { String($0.1) }
            #expect(Set(links) == Set(["/icon.svg", "/agent.css", "/supervisor.css", "/session.css"] + Self.scripts))
            for link in links { #expect(try await console.get(String(link.dropFirst())).status == 200) }
            let isInline = page.contains(/<style|\sstyle=|\son[a-z]+=|<script(?! src="[^"]+" defer><\/script>)/)
            #expect(!isInline, "the policy would block it")
            var identifiers: Set<String> = []
            for link in Self.scripts {
                let script = try await console.get(String(link.dropFirst())).text
                identifiers.formUnion(script.matches(of: /byId\("([^"]+)"\)/).map { String($0.1) })
                identifiers.formUnion(script.matches(of: /drawList\([^,]+, "([^"]+)"/).map { String($0.1) })
                #expect(!script.contains("innerHTML"), "text from outside is never markup")
            }
            #expect(identifiers.count > 20)
            for identifier in identifiers { #expect(page.contains("id=\"\(identifier)\""), "\(identifier)") }
        }
    }

    @Test func withoutAgentsThereIsNoPageForSupervisors() async throws {
        try await RunningConsole.with { console in
            let page = try await console.get("supervisor")
            #expect(page.status == 404)
            let command = try await console.post("api/supervisors/8009/stop")
            #expect(command.status == 404)
        }
    }
}
