/// The exchange's view of every attempt of ours, to be held against our own books.
package struct ExchangeSummary: Sendable, Equatable {
    package struct Attempt: Sendable, Equatable {
        package var calledNumber = ""
        /// The token that follows the attempt in its Call-IDs; more than one if two dialers wrote into one log.
        package var tokens: Set<String> = []
        /// INVITEs that proved who they are, over all trunks tried.
        package var invites = 0
        /// How many of them rang at the subscriber's: 180, 183 with a ring-back tone, or 200.
        package var rang = 0
        package var answered = 0
        package var cancelled = 0
        /// The last final answer that refused, unless a CANCEL came before it.
        package var rejectedStatus: Int?
        package var voicedMillisecondsHeard = 0
        /// Keys that the subscriber pressed and the telephone network delivered.
        package var keysSent = ""
        package var pages: [Page] = []
        package var endedBy: ExchangeEvent.Party?
    }

    package struct Page: Sendable, Equatable {
        package var callID: String
        /// Counted from 0 in its call.
        package var index: Int
        package var rows: Int
        /// Where it lies and what is on it, once the call is over.
        package var file: String?
        package var sha256: String?
    }

    package private(set) var attempts: [Int64: Attempt] = [:]
    /// INVITEs without an attempt in their Call-ID: callers other than the dialer.
    package private(set) var foreignInvites = 0
    /// Calls that subscribers made to the dialer, and how many of them were answered.
    package private(set) var dialled = 0
    package private(set) var dialledAnswered = 0

    package init(_ entries: [ExchangeEntry]) {
        var rangCalls: Set<String> = []
        var answeredCalls: Set<String> = []
        for entry in entries { note(entry, &rangCalls, &answeredCalls) }
    }

    /// Attempts that made a telephone ring more than once; there must be none.
    package var rangTwice: [Int64] { attempts.filter { $0.value.rang > 1 }.keys.sorted() }
    /// Pages confirmed with MCF, over all attempts.
    package var pagesConfirmed: Int { attempts.values.reduce(0) { $0 + $1.pages.count } }

    private mutating func note(
        _ entry: ExchangeEntry, _ rangCalls: inout Set<String>, _ answeredCalls: inout Set<String>
    ) {
        switch entry.event {
        case .dialled: dialled += 1
        case .dialledAnswered: dialledAnswered += 1
        case .authenticated where entry.attempt == nil: foreignInvites += 1
        default: break
        }
        guard let id = entry.attempt else { return }
        var attempt = attempts[id] ?? Attempt()
        switch entry.event {
        case .invited(_, let to):
            attempt.calledNumber = to
            if let reference = AttemptReference(callID: entry.callID) { attempt.tokens.insert(reference.token) }
        case .authenticated:
            attempt.invites += 1
            rangCalls.remove(entry.callID)
        case .ringing:
            if rangCalls.insert(entry.callID).inserted { attempt.rang += 1 }
        case .answered:
            if rangCalls.insert(entry.callID).inserted { attempt.rang += 1 }
            answeredCalls.insert(entry.callID)
            attempt.answered += 1
        case .rejected(let status):
            attempt.rejectedStatus = status
        case .cancelled:
            attempt.cancelled += 1
            attempt.rejectedStatus = nil
            if answeredCalls.remove(entry.callID) != nil { attempt.answered -= 1 }
        case .heard(let voiced, _):
            attempt.voicedMillisecondsHeard += voiced
        case .keysSent(let keys):
            attempt.keysSent += keys
        case .pageConfirmed(let index, let rows):
            attempt.pages.append(Page(callID: entry.callID, index: index, rows: rows))
        case .pageStored(let file, let index, _, _, let sha256):
            if let place = attempt.pages.firstIndex(where: { $0.callID == entry.callID && $0.index == index }) {
                attempt.pages[place].file = file
                attempt.pages[place].sha256 = sha256
            }
        case .ended(let party, _):
            attempt.endedBy = party
        default:
            break
        }
        attempts[id] = attempt
    }
}
