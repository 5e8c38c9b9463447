import Campaigns
import Testing

@testable import Dialer

@Suite("Any call, whatever the caller does")
struct RandomCallTests {
    enum Kind: CaseIterable {
        case enquiry
        case postpaid
        case prepaid
        case connect
    }

    static let answers: [CallFlowAnswer] = [
        .verified(account: PrivateNumber("880001")), .verified(account: PrivateNumber("880001")), .refused, .locked,
        .bill(
            BillSummary(
                month: .test(2026, 10),
                charges: ChargeKind.allCases.map { .init($0, fen: 1_234) },
                totalFen: 7_404,
                balanceFen: .min
            )
        ),
        .bill(BillSummary(month: .test(2026, 9), charges: [], totalFen: 0, balanceFen: 5)),
        .noBill, .unknownAccount, .kept, .kept, .unavailable,
    ]

    static let news: [AgentNews] = [
        .waits(ahead: 2, nil), .connected(.test("7")), .connected(.test("8")), .waitsAgain, .ended, .nobody,
    ]

    @Test("Random keys, answers, silences and outdated events break nothing", arguments: Kind.allCases)
    func randomCalls(kind: Kind) throws {
        var random = SplitMix64(seed: 7)
        var ends: Set<String> = []
        for _ in 0..<400 {
            var watch = flow(kind, &random)
            _ = try watch.handle(.started)
            for _ in 0..<Int.random(in: 0..<80, using: &random) where !watch.flow.hasEnded {
                try note(&ends, step(&watch, &random))
            }
            try endInSilence(&watch, &ends)
        }
        let expected: Set<String> =
            switch kind {
            case .enquiry: ["silence", "too-many-errors", "wrong-password", "locked", "finished"]
            case .connect: ["silence", "finished"]
            case .postpaid, .prepaid: ["silence", "too-many-errors", "finished"]
            }
        #expect(ends == expected, "random calls should meet every end")
    }

    private func flow(_ kind: Kind, _ random: inout SplitMix64) -> FlowWatch {
        let today = CalendarDay.test(2026, 11, 21)
        var clerks = Bool.random(using: &random) ? AgentWish(group: "clerks") : nil
        clerks?.tellsOfRecording = Bool.random(using: &random)
        if kind == .enquiry { return FlowWatch(EnquiryFlow(today: today, clerks: clerks)) }
        if kind == .connect {
            return FlowWatch(ConnectFlow(AgentWish(group: "arrears"), language: .english, questionsNumber: "170"))
        }
        let debt: ArrearsFacts.Debt =
            kind == .postpaid
            ? .postpaid(period: .test(2026, 10), unpaidFen: 5_000, due: today)
            : .prepaid(balanceFen: -100, accruedFen: 5_000)
        let facts = ArrearsFacts(
            account: PrivateNumber("88001234"),
            debt: debt,
            notice: .reminder,
            language: Bool.random(using: &random) ? .mandarin : .english,
            faxNumber: Bool.random(using: &random) ? PrivateNumber("5556666") : nil,
            today: today,
            questionsNumber: "170",
            clerks: clerks
        )
        let keys = AnnouncementKey.allCases.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
        return FlowWatch(AnnouncementFlow(facts: facts, keys: Set(keys)))
    }

    private func step(_ watch: inout FlowWatch, _ random: inout SplitMix64) throws -> [CallFlowAction] {
        let openPlayback = watch.playback != nil
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return try watch.handle(.started)
        case 1: return try watch.handle(.timerFired(number: .random(in: -2...0, using: &random)))
        case 2: return try watch.handle(.answered(number: 0, .kept))
        case 3: return try watch.handle(.playbackEnded(number: -1, .complete(1)))
        case 4..<10 where watch.wait != nil:
            return try watch.tell(Self.news.randomElement(using: &random) ?? .ended)
        case 4..<6 where openPlayback: return try watch.letPromptEnd()
        case 6 where watch.timer != nil: return try watch.letTimerFire()
        case 7..<14 where watch.question != nil:
            return try watch.answer(Self.answers.randomElement(using: &random) ?? .kept)
        default:
            let key = "012345678911112#####*".randomElement(using: &random) ?? "1"
            return try watch.handle(.key(try #require(TelephoneKey(key))))
        }
    }

    /// From wherever it is, a call in which nothing happens any more comes to its end, and soon.
    private func endInSilence(_ watch: inout FlowWatch, _ ends: inout Set<String>) throws {
        var steps = 0
        while !watch.flow.hasEnded, steps < 30 {
            steps += 1
            if watch.isConnected {
                try note(&ends, watch.tell(.ended))
            } else if watch.playback != nil, watch.wait == nil {
                try note(&ends, watch.letPromptEnd())
            } else {
                try note(&ends, watch.letTimerFire())
            }
        }
        #expect(watch.flow.hasEnded, "still open after \(steps) silent steps")
        #expect(watch.hasHungUp)
    }

    private func note(_ ends: inout Set<String>, _ actions: [CallFlowAction]) {
        for case .note(.ended(let end)) in actions { ends.insert(end.rawValue) }
    }
}

extension CalendarDay {
    static func test(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay {
        guard let day = CalendarDay(year: year, month: month, day: day) else { fatalError("no such day in a test") }
        return day
    }
}

extension BillingMonth {
    static func test(_ year: Int, _ month: Int) -> BillingMonth {
        CalendarDay.test(year, month, 1).billingMonth
    }
}
