import Foundation
import GRDB
import Testing

@testable import Campaigns

/// Whom agents choose themselves to call.
@Suite struct WorkTests {
    private let now = Workplace.now

    private func sentence(_ answer: ChosenLease) -> String? {
        if case .refused(let sentence) = answer { sentence } else { nil }
    }

    @Test func `the list has who can be called now, and those who wait with why`() async throws {
        try await withContacts(3) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            try await book.giveBack(lease, until: now + .seconds(1_800), reason: "skipped by agent 8001")
            let items = try await book.work(in: campaign.name, now: now)
            #expect(items.map(\.whyNot) == [nil, nil, "skipped by agent 8001"])
            #expect(items[0].number == Workplace.number(1).text && items[0].debtFen == 5_000)
            #expect(items[2].at == now + .seconds(1_800) && items[2].id == .contact(lease.contact))
            // Nobody is leased by looking.
            #expect(try await book.lease(campaign: campaign.name, limit: 9, now: now).leases.count == 2)
        }
    }

    @Test func `whom the rules forbid is no choice, and says why`() async throws {
        try await withContacts(2) { _, database, book, campaign in
            try await DoNotCallList(database: database).add(Workplace.number(0), source: "letter", now: now)
            let items = try await book.work(in: campaign.name, now: now)
            #expect(items.map(\.number) == [Workplace.number(1).text])
            let refusal = sentence(try await book.lease(contact: 1, now: now))
            #expect(refusal?.hasPrefix("Contact 1 is not called any more: ") == true, "\(refusal ?? "")")
        }
    }

    @Test func `of many who choose one contact at once one gets it, the others a sentence`() async throws {
        try await withContacts(1) { _, _, book, _ in
            let answers = try await withThrowingTaskGroup(of: ChosenLease.self) { group in
                for _ in 0..<50 { group.addTask { try await book.lease(contact: 1, now: now) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = answers.compactMap(sentence)
            #expect(refused.count == 49)
            #expect(Set(refused) == ["Contact 1 is somebody else's already. Choose another."])
        }
    }

    @Test func `nobody is chosen outside of hours, in a pause, before the time, or past the pilot`() async throws {
        try await withContacts(2) { _, database, book, campaign in
            let lease = try #require(try await book.lease(campaign: campaign.name, limit: 1, now: now).leases.first)
            try await book.giveBack(lease, until: now + .seconds(60), reason: "skipped by agent 8001")
            let early = sentence(try await book.lease(contact: lease.contact, now: now))
            #expect(early?.hasSuffix(": skipped by agent 8001.") == true, "\(early ?? "")")
            let other: Int64 = lease.contact == 1 ? 2 : 1
            try await book.pause(campaign.name)
            #expect(sentence(try await book.lease(contact: other, now: now)) == "Campaign “Arrears” is not running.")
            #expect(try await book.work(in: campaign.name, now: now)[0].whyNot == "Campaign “Arrears” is not running.")
            try await book.resume(campaign.name)
            try await database.commit { db in
                try db.execute(sql: "UPDATE campaign SET pilot = 1")
                try db.execute(sql: "UPDATE contact SET isPilot = 1 WHERE id = ?", arguments: [lease.contact])
            }
            let pilot = sentence(try await book.lease(contact: other, now: now))
            #expect(pilot == "The pilot of “Arrears” is full. Somebody must approve of it first.")
            #expect(sentence(try await book.lease(contact: 99, now: now)) == "There is no contact 99.")
        }
    }

    @Test func `whom he chose is told from others in JSON as in a command`() throws {
        for id in [WorkItem.ID.contact(12), .callback(3)] {
            let json = try JSONEncoder().encode(id)
            #expect(try JSONDecoder().decode(WorkItem.ID.self, from: json) == id)
        }
        #expect(try JSONDecoder().decode(WorkItem.ID.self, from: Data(#"{"contact": 12}"#.utf8)) == .contact(12))
    }

    @Test func `callbacks of nobody's group are anybody's, and promised ones their agent's`() async throws {
        try await withWorkplace { place in
            let (ann, bob) = (try #require(AgentNumber("8001")), try #require(AgentNumber("8002")))
            let book = CallbackBook(database: try place.open())
            func ask(_ index: Int, group: String? = nil, agent: AgentNumber? = nil, due: UTCTime) async throws {
                try await book.ask(
                    number: Workplace.number(index), account: nil, language: nil, wish: "clerk", group: group,
                    agent: agent, dueAt: due, now: now)
            }
            try await ask(1, due: now)
            try await ask(2, group: "clerks", due: now)
            try await ask(3, group: "clerks", agent: ann, due: now)
            try await ask(4, due: now + .seconds(60))
            #expect(try await book.byHand(for: ann, now: now).map(\.id) == [1, 3])
            #expect(try await book.byHand(for: bob, now: now).map(\.id) == [1])
            #expect(try await book.byHand(for: bob, now: now + .seconds(60)).map(\.id) == [1, 4])
        }
    }
}
