import Campaigns
import PhoneNetwork
import Testing

@testable import Dialer

/// What happens where several want the same agent in the same instant.
@Suite(.timeLimit(.minutes(2))) struct AgentRaceTests {
    private let ann = FloorBench.ann

    /// How somebody comes to an agent.
    private enum Way: CaseIterable {
        case campaign
        case otherCampaign
        case callback
        case caller
    }

    @Test(arguments: 0..<4) func `of all who want the one free agent at once exactly one has him`(
        seed: Int
    ) async throws {
        var random = SplitMix64(seed: UInt64(seed))
        try await FloorBench.run { bench in
            _ = try await bench.work(ann)
            let customer = try bench.customer()
            for turn in 0..<50 {
                let come = Way.allCases.shuffled(using: &random)
                let ids = await withTaskGroup(of: (id: CustomerID?, isSaid: Bool).self) { group in
                    for way in come {
                        group.addTask {
                            let card = bench.card("\(way) \(turn)")
                            switch way {
                            case .campaign: return (await bench.floor.expect(AgentWish(group: "arrears"), card), true)
                            case .otherCampaign:
                                return (await bench.floor.expect(AgentWish(group: "8001"), card), true)
                            case .callback: return (await bench.floor.reserve(FloorBench.arrears, card).id, false)
                            case .caller:
                                return (
                                    await bench.floor.wait(for: FloorBench.arrears, card, leg: customer.leg).id, false
                                )
                            }
                        }
                    }
                    return await group.reduce(into: [CustomerID: Bool]()) { ids, one in
                        if let id = one.id { ids[id] = one.isSaid }
                    }
                }
                var owners = 0
                for (id, isSaid) in ids {
                    let hasAgent = await bench.floor.hasAgent(id)
                    owners += hasAgent ? 1 : 0
                    // A campaign that is told so rings somebody.
                    #expect(hasAgent || !isSaid, "turn \(turn) of seed \(seed)")
                }
                #expect(owners == 1, "turn \(turn) of seed \(seed)")
                await withTaskGroup { group in
                    for id in ids.keys.shuffled(using: &random) { group.addTask { await bench.floor.leave(id) } }
                }
                #expect(await bench.floor.guests.isEmpty)
                try await bench.shows(ann, "free again") { $0.activity == .idle && $0.presence == .ready }
            }
            await customer.hangUp()
        }
    }

    @Test(arguments: 0..<2) func `of two progressive campaigns neither rings anybody without an agent who is hers`(
        turn: Int
    ) async throws {
        let customers = (0..<8).map {
            Customer.talking("6100009\($0)", [.speak(.tone(hertz: 850, .milliseconds(300))), .hangUp])
        }
        try await DialerBench.run {
            $0.customers = customers
            $0.agents = ["8001": 1_100]
        } body: { bench in
            let began = UTCTime.now
            _ = try await bench.work(ann)
            let agents = CampaignDefinition.Agents(group: "arrears", mode: .progressive)
            let campaigns = ["odd", "even"].map { campaign($0, lines: 20, agents: agents) }
            let debtors = try await bench.office.billing.select(campaigns[0].source, today: bench.today).debtors
            #expect(debtors.count == customers.count)
            for (index, campaign) in campaigns.enumerated() {
                let own = debtors.enumerated().filter { $0.offset % 2 == index }.map(\.element)
                _ = try await bench.office.books.contacts.load(campaign, own, now: .now)
            }
            try await withThrowingTaskGroup { group in
                for campaign in campaigns.shuffled() {
                    group.addTask { try await bench.office.books.contacts.start(campaign.name) }
                }
                try await group.waitForAll()
            }
            for campaign in campaigns { try await bench.finished(campaign.name) }
            let attempts = try await bench.attempts()
            #expect(attempts.count == customers.count)
            #expect(attempts.allSatisfy { $0.outcome == .answered && !$0.isAbandoned })
            let spans = try await AgentBook(database: bench.office.database).spans(
                of: ann, from: began, until: .now + .seconds(60))
            var invitations = 0
            for entry in try bench.log() {
                guard case .invited = entry.event else { continue }
                invitations += 1
                let contact = attempts.first { $0.id == entry.attempt }?.contact
                #expect(
                    spans.contains {
                        $0.span.activity == .reserved && $0.span.customer == contact.map { "contact \($0)" }
                            && $0.startedAt.milliseconds <= entry.time
                            && $0.endedAt?.milliseconds ?? .max >= entry.time
                    }, "attempt \(entry.attempt ?? 0) had no agent")
            }
            #expect(invitations >= customers.count)
        }
    }
}
