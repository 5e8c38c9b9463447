/// A call of the past, as far as a rule looks at it.
package struct PastCall: Hashable, Sendable {
    /// How far the call came; each case includes those before it, but for `abandoned`.
    package enum Standing: UInt8, CaseIterable, Sendable {
        /// Dialled; nobody and nothing took the call.
        case attempted
        /// Somebody or something took it.
        case answered
        /// Somebody took it and the matter was spoken of.
        case conversation
        /// Somebody took it and we had nobody to speak to them.
        case abandoned
    }

    /// When the call began.
    package let time: UTCTime
    package let standing: Standing
    package let purpose: CallPurpose

    package init(time: UTCTime, standing: Standing, purpose: CallPurpose) {
        self.time = time
        self.standing = standing
        self.purpose = purpose
    }
}

/// Calls of the past to one number, to one person or about one account, the oldest first.
///
/// Those older than the longest limit of the rules (`RuleSet.memory`) may be left out.
package struct CallHistory: Hashable, Sendable {
    package private(set) var calls: [PastCall]

    package static let none = CallHistory([])

    /// Takes calls in any order.
    package init(_ calls: [PastCall]) {
        let isSorted = zip(calls, calls.dropFirst()).allSatisfy { $0.time <= $1.time }
        self.calls = isSorted ? calls : calls.sorted { $0.time < $1.time }
    }

    package mutating func append(_ call: PastCall) {
        let isNewest = calls.last.map { $0.time <= call.time } ?? true
        calls.append(call)
        if !isNewest { calls.sort { $0.time < $1.time } }
    }
}
