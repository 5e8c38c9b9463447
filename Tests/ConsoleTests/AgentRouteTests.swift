import Campaigns
import Dialer
import Foundation
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct AgentRouteTests {
    private static let anna = CustomerCard(
        kind: .campaign, call: "attempt 7", title: "Arrears of June", name: "Anna", number: "+862150000001",
        account: "A-1", language: .mandarin, debtFen: 12_850, dueDay: CalendarDay(iso: "2026-06-30"))

    private func run(_ test: @escaping @Sendable (RunningConsole, ConsoleFloor) async throws -> Void) async throws {
        try await ConsoleFloor.run { bench in
            try await RunningConsole.with(floor: bench.floor, dispositions: bench.dispositions) { console in
                try await test(console, bench)
            }
        }
    }

    @Test func anAgentsPageGetsHisViewOfNowAndThenEachChange() async throws {
        try await run { console, _ in
            var views = try await console.views(of: "8001")
            #expect(views.contentType == "text/event-stream")
            let first = try #require(await views.next())
            #expect(first.view.name == "Wang Fang")
            #expect(first.view.presence == .loggedOut)
            #expect(first.at >= first.view.since)
            for (command, presence) in [("log-in", AgentView.Presence.onBreak), ("ready", .ready)] {
                let answer = try await console.post("api/agents/8001/\(command)")
                #expect(answer.status == 204)
                #expect(answer.body.isEmpty)
                _ = try await views.next { $0.view.presence == presence }
            }
            let aBreak = try await console.post("api/agents/8001/break", #"{"reason": " 午饭 "}"#)
            #expect(aBreak.status == 204)
            let onBreak = try await views.next { $0.view.presence == .onBreak }
            #expect(onBreak.view.reason == "午饭")
            let logOut = try await console.post("api/agents/8001/log-out")
            #expect(logOut.status == 204)
            _ = try await views.next { $0.view.presence == .loggedOut }
        }
    }

    @Test func anAgentTalksHoldsMutesEndsTheCallAndWritesDown() async throws {
        try await run { console, bench in
            var views = try await console.views(of: "8001")
            func done(_ command: String, _ body: String = "{}") async throws {
                let answer = try await console.post("api/agents/8001/\(command)", body)
                #expect(answer.status == 204, "\(command): \(answer.text)")
            }
            try await done("log-in")
            try await done("ready")
            try await bench.customer(Self.anna)
            let talking = try await views.next { $0.view.activity == .talking }
            #expect(talking.view.customer == Self.anna)
            try await done("hold", #"{"on": true}"#)
            _ = try await views.next { $0.view.isHeld }
            try await done("hold", #"{"on": false}"#)
            _ = try await views.next { !$0.view.isHeld }
            try await done("mute", #"{"on": true}"#)
            _ = try await views.next { $0.view.isMuted }
            try await done("end-call")
            _ = try await views.next { $0.view.activity == .wrapUp }
            try await done("wrap-up-done")
            let idle = try await views.next { $0.view.activity == .idle }
            #expect(idle.view.customer == nil)
        }
    }

    @Test func aCustomerIsTransferredToAnotherAgent() async throws {
        try await run { console, bench in
            for number in ["8001", "8002"] {
                for command in ["log-in", "ready"] { _ = try await console.post("api/agents/\(number)/\(command)") }
            }
            try await bench.customer(Self.anna)
            var hers = try await console.views(of: "8001")
            _ = try await hers.next { $0.view.activity == .talking }
            var his = try await console.views(of: "8002")
            let answer = try await console.post(
                "api/agents/8001/transfer", #"{"group": "clerks", "agent": "8002"}"#)
            #expect(answer.status == 204)
            let talking = try await his.next { $0.view.activity == .talking }
            #expect(talking.view.customer == Self.anna)
            _ = try await hers.next { $0.view.activity == .wrapUp }
        }
    }

    @Test func anAgentAsksAnotherHasAllThreeTalkAndHandsTheCustomerOver() async throws {
        try await run { console, bench in
            for number in ["8001", "8002"] {
                for command in ["log-in", "ready"] { _ = try await console.post("api/agents/\(number)/\(command)") }
            }
            var hers = try await console.views(of: "8001")
            var his = try await console.views(of: "8002")
            func done(_ command: String, _ body: String = "{}") async throws {
                let answer = try await console.post("api/agents/8001/\(command)", body)
                #expect(answer.status == 204, "\(command): \(answer.text)")
            }
            try await bench.customer(Self.anna)
            _ = try await hers.next { $0.view.activity == .talking }
            try await done("consult", #"{"agent": "8002"}"#)
            let asking = try await hers.next { $0.view.advice?.hasAnswered == true }
            #expect(asking.view.advice?.title == "Li Wei" && asking.view.advice?.handsOn == false)
            let asked = try await his.next { $0.view.activity == .talking }
            #expect(asked.view.advises?.text == "8001" && asked.view.customer == Self.anna)
            let hold = try await console.post("api/agents/8002/hold", #"{"on": true}"#)
            #expect(hold.status == 409 && hold.text.contains("who asks you for advice"))
            try await done("conference")
            _ = try await hers.next { $0.view.isConference }
            try await done("end-consultation")
            _ = try await hers.next { $0.view.advice == nil && !$0.view.isConference }
            _ = try await his.next { $0.view.activity == .idle && $0.view.phone == .down }
            try await done("consult", #"{"agent": "8002"}"#)
            _ = try await hers.next { $0.view.advice?.hasAnswered == true }
            try await done("complete-transfer")
            _ = try await hers.next { $0.view.activity == .wrapUp }
            _ = try await his.next { $0.view.activity == .talking && $0.view.advises == nil }
        }
    }

    @Test func anAgentAsksSomebodyOutsideAndHandsTheCustomerOverToThem() async throws {
        try await run { console, bench in
            for command in ["log-in", "ready"] { _ = try await console.post("api/agents/8001/\(command)") }
            var hers = try await console.views(of: "8001")
            for (command, completes) in [("consult", true), ("transfer", false)] {
                try await bench.customer(Self.anna)
                _ = try await hers.next { $0.view.activity == .talking }
                let asked = try await console.post("api/agents/8001/\(command)", #"{"outside": "repair"}"#)
                #expect(asked.status == 204, "\(asked.text)")
                if completes {
                    let asking = try await hers.next { $0.view.advice?.hasAnswered == true }
                    #expect(asking.view.advice?.outside == "repair" && asking.view.advice?.title == "Repair desk")
                    let completed = try await console.post("api/agents/8001/complete-transfer")
                    #expect(completed.status == 204)
                }
                _ = try await hers.next { $0.view.activity == .wrapUp }
                _ = try await console.post("api/agents/8001/wrap-up-done")
            }
        }
    }

    @Test func anAgentRecordsWhereHisGroupLeavesItToHimAndPausesIt() async throws {
        try await run { console, bench in
            for command in ["log-in", "ready"] { _ = try await console.post("api/agents/8001/\(command)") }
            var hers = try await console.views(of: "8001")
            try await bench.customer(Self.anna)
            let before = try await hers.next { $0.view.activity == .talking }
            #expect(before.view.mayRecord && before.view.recording == .none)
            let early = try await console.post("api/agents/8001/pause-recording", #"{"on": true}"#)
            #expect(early.status == 409)
            let begun = try await console.post("api/agents/8001/record")
            #expect(begun.status == 204)
            let recorded = try await hers.next { $0.view.recording == .on }
            #expect(!recorded.view.mayRecord)
            for (isOn, state) in [(true, AgentView.Recording.paused), (false, .on)] {
                let answer = try await console.post("api/agents/8001/pause-recording", #"{"on": \#(isOn)}"#)
                #expect(answer.status == 204)
                _ = try await hers.next { $0.view.recording == state }
            }
        }
    }

    @Test func whoCanBeChosenIsListed() async throws {
        try await run { console, _ in
            let list = try await console.get("api/agents").text
            #expect(
                list == #"{"agents":[{"groups":["arrears"],"isSupervisor":false,"name":"Wang Fang","number":"8001"},"#
                    + #"{"groups":["clerks"],"isSupervisor":false,"name":"Li Wei","number":"8002"},"#
                    + #"{"groups":[],"isSupervisor":true,"name":"Zhao Lei","number":"8009"}],"#
                    + #""breaks":["Meal","Training"],"#
                    + #""groups":[{"name":"arrears","title":"Arrears"},{"name":"clerks","title":"Clerks"}],"#
                    + #""outside":[{"name":"repair","title":"Repair desk"}],"zone":"GMT"}"#)
        }
    }

    @Test(arguments: [
        ("9999/ready", "{}", 404, "There is no agent 9999. Look at the file of agents."),
        ("anna/ready", "{}", 404, "An agent's number has 1 to 12 digits."),
        ("8001/dance", "{}", 404, "There is no command “dance”."),
        ("8001/hold", #"{"on": true}"#, 409, "Agent 8001 talks to nobody just now."),
        ("8001/mute", #"{"on": false}"#, 409, "Agent 8001 talks to nobody just now."),
        ("8001/transfer", #"{"group": "clerks"}"#, 409, "Agent 8001 talks to nobody just now."),
        ("8001/transfer", #"{"group": "pilots"}"#, 400, "There is no group “pilots”."),
        ("8001/call", "{}", 409, "You are shown nobody to call just now."),
        ("8001/skip", "{}", 409, "You are shown nobody to call just now."),
        ("9999/skip", "{}", 404, "There is no agent 9999. Look at the file of agents."),
        ("8001/take", "{}", 400, #"This command wants a body such as {"contact": 12}."#),
        ("8001/call", #"{"number": "110"}"#, 400, #"This command wants a body such as {"contact": 12}."#),
        ("8001/take", #"{"contact": 12}"#, 404, "Nobody is called by hand here."),
        ("8001/hold", "", 400, #"This command wants a body such as {"on": true}."#),
        ("8001/mute", #"{"on": "yes"}"#, 400, #"This command wants a body such as {"on": true}."#),
        ("8001/break", "{", 400, #"This command wants a body such as {"reason": "meal"}."#),
        ("8001/break", #"{"reason": " "}"#, 400, "The reason of a break is a line of 1 to 80 characters."),
        ("8001/break", #"{"reason": "a\nb"}"#, 400, "The reason of a break is a line of 1 to 80 characters."),
        (
            "8001/transfer", #"{"group": "clerks", "agent": "Li"}"#, 400,
            #"This command wants a body such as {"group": "clerks", "agent": "8002"} or {"outside": "repair"}."#
        ),
        ("8001/dispose", #"{"code": "settled"}"#, 409, "Agent 8001 has no call, and none to write down."),
        ("8001/fax-bill", "{}", 409, "Agent 8001 has no call, and none to write down."),
        (
            "8001/dispose", #"{"day": "tomorrow"}"#, 400,
            #"This command wants a body such as {"code": "promised", "day": "2026-12-01", "note": "pays at the bank"}."#
        ),
        (
            "8001/transfer", #"{"group": "clerks", "outside": "repair"}"#, 400,
            #"This command wants a body such as {"group": "clerks", "agent": "8002"} or {"outside": "repair"}."#
        ),
        (
            "8001/consult", #"{"outside": 112}"#, 400,
            #"This command wants a body such as {"agent": "8002"} or {"outside": "repair"}."#
        ),
        ("8001/transfer", #"{"outside": "repair"}"#, 409, "Agent 8001 talks to nobody just now."),
        ("8001/consult", #"{"agent": "8002"}"#, 409, "Agent 8001 talks to nobody just now."),
        ("8001/complete-transfer", "{}", 409, "Agent 8001 talks to nobody just now."),
        ("8001/pause-recording", "{}", 400, #"This command wants a body such as {"on": true}."#),
        ("8001/ready", String(repeating: " ", count: 5_000), 413, "A command has at most 4096 bytes."),
    ])
    func whatCannotBeDoneIsToldInASentence(path: String, body: String, status: Int, sentence: String) async throws {
        try await run { console, _ in
            let answer = try await console.post("api/agents/\(path)", body)
            #expect(answer.status == status)
            #expect(answer.headers["Content-Type"] == "application/json")
            let told = try JSONDecoder().decode([String: String].self, from: Data(answer.body))
            #expect(told == ["error": sentence])
        }
    }

    @Test func whereNobodyIsCalledByHandTheListIsEmpty() async throws {
        try await run { console, _ in
            let list = try await console.get("api/agents/8001/work")
            #expect(list.status == 200 && list.text == "[]")
        }
    }

    @Test func eventsOfNobodyAreNotThere() async throws {
        try await run { console, _ in
            let answer = try await console.get("api/agents/9999/events")
            #expect(answer.status == 404)
        }
    }

    @Test func withoutAgentsThereIsNoPageForThem() async throws {
        try await RunningConsole.with { console in
            for path in ["agent", "agent.js", "api/agents", "api/agents/8001/events"] {
                let answer = try await console.get(path)
                #expect(answer.status == 404)
            }
            let answer = try await console.post("api/agents/8001/log-in")
            #expect(answer.status == 404)
        }
    }

    @Test func anOpenStreamOfViewsEndsWithTheDialer() async throws {
        try await run { console, _ in
            var views = try await console.views(of: "8001")
            _ = try await views.next()
            await console.shutDown()
            // A stream that is cut instead of ended throws here.
            while try await views.next() != nil {}
        }
    }

    @Test func inQuietTimesTheViewIsRepeated() async throws {
        try await ConsoleFloor.run { bench in
            let number = try #require(AgentNumber("8001"))
            var views = try await bench.floor.views(of: number).repeated(each: .milliseconds(1)).makeAsyncIterator()
            let first = await views.next()
            let second = await views.next()
            #expect(first == second)
            try await bench.floor.logIn(number)
            while let view = await views.next(), view.presence == .loggedOut {}
        }
    }
}
