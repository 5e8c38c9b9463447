import Testing

@testable import Campaigns

@Suite struct RetryPolicyTests {
    static let policy = RetryPolicy(
        budget: 4,
        rules: [
            .busy: .init(wait: .seconds(600), limit: 3), .noAnswer: .init(wait: .seconds(3600), limit: 2),
            .trunkTrouble: .init(wait: .seconds(60), limit: 5),
        ]
    )

    @Test(
        arguments: [
            (.busy, 1, 1, .again(after: .seconds(600))),
            (.busy, 2, 3, .again(after: .seconds(600))),
            (.busy, 3, 3, .exhausted(because: "busy 3 times")),
            (.noAnswer, 1, 4, .exhausted(because: "4 tries of 4, the last: no answer")),
            (.trunkTrouble, 4, 3, .again(after: .seconds(60))),
            (.trunkTrouble, 5, 0, .exhausted(because: "trunk trouble 5 times")),
            (.rejected, 1, 1, .exhausted(because: "call refused is not tried again")),
        ] as [(RetryPolicy.Result, Int, Int, RetryPolicy.Decision)]
    )
    func `wait, limit and the one budget decide`(
        result: RetryPolicy.Result,
        times: Int,
        used: Int,
        decision: RetryPolicy.Decision
    ) {
        #expect(Self.policy.decide(after: result, times: times, used: used) == decision)
    }

    @Test func `the table is what the decisions come to`() {
        let lines = Self.policy.table(of: [.busy, .noAnswer, .rejected, .trunkTrouble]).map(\.sentence)
        #expect(
            lines == [
                "busy: 2 × again after 10 minutes, then it is over: busy 3 times.",
                "no-answer: 1 × again after 60 minutes, then it is over: no answer 2 times.",
                "rejected: call refused is not tried again.",
                "trunk-trouble: 4 × again after 60 seconds, then it is over: trunk trouble 5 times.",
            ])
        let tight = RetryPolicy(budget: 2, rules: [.busy: .init(wait: .seconds(600), limit: 9)])
        #expect(
            tight.table(of: [.busy]).map(\.sentence)
                == ["busy: 1 × again after 10 minutes, then it is over: 2 tries of 2, the last: busy."])
    }

    @Test func `no outage of ours exhausts a contact, and the wait of others is short only where nobody was reached`() {
        for policy in [RetryPolicy.contactDefault, .faxDefault, .callbackDefault] {
            #expect(policy.decide(after: .trunkTrouble, times: 900, used: 1) == .again(after: .seconds(60)))
        }
        let waits = RetryPolicy.Result.allCases.filter {
            Self.policy.waitOfOthers(after: $0, wait: .seconds(86_400)) == .seconds(86_400)
        }
        #expect(waits == [.rejected, .interrupted, .notHeard, .broken, .metNobody])
    }

    @Test(
        arguments: [
            (.noAnswer, 3600, true, true), (.noAnswer, 3599, true, false), (.noAnswer, 3600, false, false),
            (.busy, 3600, true, false),
        ] as [(RetryPolicy.Result, Int, Bool, Bool)])
    func `only a long wait after no answer goes on to the best hour`(
        result: RetryPolicy.Result, wait: Int, isOn: Bool, seeks: Bool
    ) {
        let policy = RetryPolicy(budget: 1, seeksBestHour: isOn, rules: [:])
        #expect(policy.seeksBestHour(after: result, wait: .seconds(wait)) == seeks)
    }

    @Test func `every outcome but an answer is a result of the same name`() {
        for outcome in AttemptOutcome.allCases {
            #expect(RetryPolicy.Result(outcome)?.rawValue == (outcome == .answered ? nil : outcome.rawValue))
        }
    }

    @Test func `a call that may have rung is not repeated within a day by default`() {
        #expect(RetryPolicy.contactDefault.rules[.interrupted]?.wait == .seconds(86_400))
    }

    /// Complaint 12 of the field: per-rule budgets that stack.
    @Test func `mixed results never get more tries than the budget`() async throws {
        try await withContacts(1, retry: Self.policy) { _, _, book, campaign in
            var time = Workplace.now
            var outcomes: [AttemptOutcome] = [
                .busy, .trunkTrouble, .noAnswer, .trunkTrouble, .busy, .busy, .busy, .busy,
            ]
            var used = 0
            while let lease = try await book.lease(campaign: campaign.name, limit: 1, now: time).leases.first {
                let attempt = try #require(try await book.beginAttempt(under: lease, trunk: "a", now: time).attempt)
                let outcome = outcomes.removeFirst()
                used += outcome.countsAgainstBudget ? 1 : 0
                _ = try await book.finish(attempt, under: lease, AttemptResult(outcome: outcome), now: time)
                time = time + .seconds(86_400)
            }
            #expect(used == 4)
        }
    }
}
