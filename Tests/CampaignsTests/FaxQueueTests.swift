import Testing

@testable import Campaigns

@Suite struct FaxQueueTests {
    let now = Workplace.now

    private func withQueue(_ body: (DialerDatabase, FaxQueue) async throws -> Void) async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let policy = RetryPolicy(budget: 3, rules: [.broken: .init(wait: .seconds(2), limit: 3)])
            try await body(database, FaxQueue(database: database, retry: policy))
        }
    }

    private func begin(_ queue: FaxQueue, now: UTCTime) async throws -> (FaxLease, Attempt) {
        let lease = try #require(try await queue.leaseDue(limit: 1, now: now).first)
        guard case .begun(let attempt) = try await queue.beginDelivery(under: lease, trunk: "a", now: now) else {
            throw CampaignsError(.invalidRequest, "the delivery didn't begin")
        }
        return (lease, attempt)
    }

    @Test func `a broken fax goes on at the first unconfirmed page until all are confirmed`() async throws {
        try await withQueue { _, queue in
            let job = try await queue.enqueue(
                document: "d",
                pages: 3,
                number: Workplace.number(0),
                requester: "170",
                now: now
            )
            var (lease, attempt) = try await begin(queue, now: now)
            #expect(lease.firstUnconfirmedPage == 1)
            #expect(!lease.isContinuation)
            try await queue.confirmPage(1, of: lease, attempt: attempt, now: now)
            try await queue.confirmPage(1, of: lease, attempt: attempt, now: now)
            let broken = AttemptResult(outcome: .answered, detail: "line dropped", answeredBy: .fax)
            let fate = try await queue.finishDelivery(attempt, under: lease, broken, now: now)
            let reason = "again after: transmission broken (line dropped)"
            #expect(fate == .waits(until: now + .seconds(2), reason: reason))
            #expect(try await queue.leaseDue(limit: 1, now: now + .seconds(1)).isEmpty)

            (lease, attempt) = try await begin(queue, now: now + .seconds(2))
            #expect(lease.unconfirmedPages == [2, 3])
            #expect(lease.isContinuation)
            for page in 2...3 { try await queue.confirmPage(page, of: lease, attempt: attempt, now: now) }
            let whole = AttemptResult(outcome: .answered, answeredBy: .fax)
            #expect(try await queue.finishDelivery(attempt, under: lease, whole, now: now) == .delivered)
            let status = try #require(try await queue.status(job))
            #expect(status.state == .delivered)
            #expect(status.pagesConfirmed == 3)
            #expect(status.attemptsUsed == 2)
        }
    }

    @Test func `a fax that met a busy line is no continuation, for nothing of it went out`() async throws {
        try await withWorkplace { place in
            let policy = RetryPolicy(budget: 3, rules: [.busy: .init(wait: .seconds(2), limit: 3)])
            let queue = FaxQueue(database: try place.open(), retry: policy)
            _ = try await queue.enqueue(
                document: "d", pages: 1, number: Workplace.number(0), requester: "170", now: now)
            let (first, attempt) = try await begin(queue, now: now)
            _ = try await queue.finishDelivery(attempt, under: first, AttemptResult(outcome: .busy), now: now)
            let (second, _) = try await begin(queue, now: now + .seconds(2))
            #expect(second.brokenCalls == 0)
            #expect(!second.isContinuation)
        }
    }

    @Test func `a fax whose pages are not all confirmed is never delivered, whatever the call says`() async throws {
        try await withQueue { _, queue in
            let job = try await queue.enqueue(
                document: "d",
                pages: 2,
                number: Workplace.number(0),
                requester: "170",
                now: now
            )
            var time = now
            for _ in 0..<3 {
                let (lease, attempt) = try await begin(queue, now: time)
                try await queue.confirmPage(1, of: lease, attempt: attempt, now: time)
                let result = AttemptResult(outcome: .answered, answeredBy: .fax)
                _ = try await queue.finishDelivery(attempt, under: lease, result, now: time)
                time = time + .seconds(2)
            }
            let status = try #require(try await queue.status(job))
            #expect(status.state == .failed)
            #expect(status.reason == "3 tries of 3, the last: transmission broken")
            #expect(status.pagesConfirmed == 1)
        }
    }

    @Test func `a page that the job does not have, or of a finished attempt, is not confirmed`() async throws {
        try await withQueue { _, queue in
            _ = try await queue.enqueue(
                document: "d",
                pages: 2,
                number: Workplace.number(0),
                requester: "170",
                now: now
            )
            let (lease, attempt) = try await begin(queue, now: now)
            for page in [0, 3, -1] {
                let code = await errorCode { try await queue.confirmPage(page, of: lease, attempt: attempt, now: now) }
                #expect(code == .invalidRequest)
            }
            _ = try await queue.finishDelivery(attempt, under: lease, AttemptResult(outcome: .failed), now: now)
            let code = await errorCode { try await queue.confirmPage(1, of: lease, attempt: attempt, now: now) }
            #expect(code == .leaseLost)
        }
    }

    @Test func `two faxes for one number go one after the other, others side by side`() async throws {
        try await withQueue { _, queue in
            for number in [0, 0, 1] {
                _ = try await queue.enqueue(
                    document: "d",
                    pages: 1,
                    number: Workplace.number(number),
                    requester: "170",
                    now: now
                )
            }
            let first = try await queue.leaseDue(limit: 9, now: now)
            #expect(first.map(\.job) == [1, 3])
            #expect(try await queue.leaseDue(limit: 9, now: now).isEmpty)
            try await queue.release(first[0], until: now + .seconds(60), reason: "shutdown")
            #expect(try await queue.leaseDue(limit: 9, now: now).map(\.job) == [2])
        }
    }

    @Test func `a waiting fax can be cancelled, one being sent or ended can not`() async throws {
        try await withQueue { _, queue in
            let number = Workplace.number(0)
            let job = try await queue.enqueue(document: "d", pages: 1, number: number, requester: "170", now: now)
            let lease = try #require(try await queue.leaseDue(limit: 1, now: now).first)
            #expect(try await queue.cancel(job, who: "li", now: now) == false)
            try await queue.release(lease, until: now, reason: "shutdown")
            #expect(try await queue.cancel(job, who: "li", now: now))
            #expect(try await queue.cancel(job, who: "li", now: now) == false)
            #expect(try await queue.leaseDue(limit: 1, now: now + .seconds(99)).isEmpty)
            #expect(try await queue.status(job)?.reason == "cancelled by li")
        }
    }

    @Test(arguments: [("", 1), ("/etc/passwd", 1), ("a/../../b", 1), ("d", 0), ("d", 10_000)])
    func `a document without pages or outside the fax directory is refused`(document: String, pages: Int) async throws {
        try await withQueue { _, queue in
            let code = await errorCode {
                try await queue.enqueue(
                    document: document,
                    pages: pages,
                    number: Workplace.number(0),
                    requester: "170",
                    now: now
                )
            }
            #expect(code == .invalidRequest)
        }
    }
}
