/// The right to send one fax job now.
package struct FaxLease: Hashable, Sendable {
    package let id: Int64
    package let job: Int64
    /// Directory of the rendered pages, relative to the fax directory.
    package let document: String
    package let number: E164
    package let account: String?
    package let pagesTotal: Int
    /// Pages to send, in order, counted from 1; never empty.
    package let unconfirmedPages: [Int]
    /// Calls that were answered and yet didn't bring every page over.
    package let brokenCalls: Int

    package var firstUnconfirmedPage: Int { unconfirmedPages[0] }

    /// Pages went out before, or may have in a call that was answered or cut off: the header line says so.
    package let isContinuation: Bool
}

/// What `beginDelivery` came to.
package enum BeginDeliveryAnswer: Hashable, Sendable {
    case begun(Attempt)
    /// The rules forbid it now, such as while the number is being rung; the lease is released, the job waits.
    case notNow(until: UTCTime, because: [RuleReason])
    /// The rules forbid it for good; the lease is released, the job has failed.
    case never(because: [RuleReason])
}

package struct FaxJobStatus: Hashable, Codable, Sendable {
    package enum State: String, Codable, CaseIterable, Sendable {
        case waiting
        /// Being sent now.
        case leased
        /// Every page is confirmed.
        case delivered
        /// All tries are used; the reason says what the last came to.
        case failed
        case cancelled
    }

    package let id: Int64
    package let document: String
    package let number: E164
    package let account: String?
    package let requester: String
    package let state: State
    package let reason: String
    package let pagesTotal: Int
    package let pagesConfirmed: Int
    package let attemptsUsed: Int
    package let dueAt: UTCTime
    package let createdAt: UTCTime
    package let endedAt: UTCTime?
}

/// Where a job stands after a delivery.
package enum FaxFate: Hashable, Sendable {
    case delivered
    case waits(until: UTCTime, reason: String)
    case failed(reason: String)
}
