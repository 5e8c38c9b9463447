import Campaigns
import Foundation
import Testing

@testable import Dialer

/// Where a notice is configured no call is recorded before it was given.
@Suite(.timeLimit(.minutes(2))) struct NoticeOnTheFloorTests {
    private let ann = FloorBench.ann

    @Test func `who did not hear the notice is recorded from when the agent has said it`() async throws {
        try await FloorBench.run(recording: .all, notice: true) { bench in
            let phone = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card("attempt 9"), leg: customer.leg)
            try await phone.ear.hears([850])
            let talking = try await bench.shows(ann, "the notice is owed") { $0.owesNotice }
            #expect(talking.recording == .none)
            #expect(try await bench.recordings.recordings(of: "attempt 9").isEmpty)
            try await bench.floor.noticeSaid(ann)
            try await bench.shows(ann, "recorded") { $0.recording == .on && !$0.owesNotice }
            await #expect(throws: AgentError.self) { try await bench.floor.noticeSaid(ann) }
            await bench.floor.leave(id)
            let kept = try await bench.until("the recording") {
                try await bench.recordings.recordings(of: "attempt 9").first { $0.result != nil }
            }
            #expect(kept.number == "+862150000001" && kept.agent == ann)
            await customer.hangUp()
        }
    }

    @Test func `who heard it while she waited is recorded at once`() async throws {
        try await FloorBench.run(recording: .all, notice: true) { bench in
            _ = try await bench.work(ann)
            let customer = try bench.customer()
            var wish = FloorBench.arrears
            wish.tellsOfRecording = true
            let (id, _) = await bench.floor.wait(for: wish, bench.card(), leg: customer.leg)
            try await bench.shows(ann, "recorded") { $0.recording == .on && !$0.owesNotice }
            await bench.floor.leave(id)
            await customer.hangUp()
        }
    }

    @Test func `on demand too the notice comes first`() async throws {
        try await FloorBench.run(recording: .onDemand, notice: true) { bench in
            _ = try await bench.work(ann)
            let customer = try bench.customer()
            let (id, _) = await bench.floor.wait(for: FloorBench.arrears, bench.card(), leg: customer.leg)
            try await bench.shows(ann, "the notice is owed") { $0.owesNotice }
            await #expect(throws: AgentError.self) { try await bench.floor.record(ann) }
            try await bench.floor.noticeSaid(ann)
            let told = try await bench.shows(ann, "told") { !$0.owesNotice && $0.activity == .talking }
            #expect(told.recording == .none, "it is for the agent to begin")
            try await bench.floor.record(ann)
            try await bench.shows(ann, "recorded") { $0.recording == .on }
            await bench.floor.leave(id)
            await customer.hangUp()
        }
    }

    @Test func `a wish has the notice of its group`() {
        let roster = AgentRoster(groups: [
            AgentGroup(name: "told", title: "", recording: .all, givesNotice: true),
            AgentGroup(name: "quiet", title: "", recording: .all),
            AgentGroup(name: "unrecorded", title: "", recording: .none, givesNotice: true),
        ])
        let told = ["told", "quiet", "unrecorded", "none"].filter {
            roster.noticed(AgentWish(group: $0)).tellsOfRecording
        }
        #expect(told == ["told"])
    }
}
