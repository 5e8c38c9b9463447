import Campaigns
import Dialer
import Foundation
import HTTPTypes
import Hummingbird

/// What is shown of recordings.
struct RecordingList: Encodable {
    struct Entry: Encodable {
        let id: Int64
        let startedAt: Date
        let call: String
        let agent: AgentNumber
        let number: MaskedNumber?
        let account: String?
        let milliseconds: Int?
        let state: RecordingArchive.State

        init(_ recording: KeptRecording) {
            id = recording.id
            startedAt = recording.startedAt.date
            call = recording.call
            agent = recording.agent
            number = recording.number.map { MaskedNumber(masking: $0) }
            account = recording.account
            milliseconds = recording.result?.milliseconds
            state = recording.state
        }
    }

    let recordings: [Entry]
    /// There are more.
    let isCut: Bool
    /// By whose clock days and times are meant.
    let zone: String

    init(_ recordings: [Entry], isCut: Bool, zone: TimeZone) {
        (self.recordings, self.isCut, self.zone) = (recordings, isCut, zone.identifier)
    }
}

extension RecordingQuestion {
    /// Reads `from` and `until` (days, both included), `agent`, `call`, `number` (its last digits) and `account`.
    init(_ query: Parameters, zone: TimeZone) throws(Refusal) {
        func words(_ name: Substring) -> String? {
            query[name].map { $0.trimmingCharacters(in: .whitespaces) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        func day(_ name: Substring) throws(Refusal) -> CalendarDay? {
            guard let text = words(name) else { return nil }
            guard let day = CalendarDay(iso: text) else {
                throw Refusal(.badRequest, "“\(name)” is a day such as 2026-11-30.")
            }
            return day
        }
        let agent = words("agent").map { AgentNumber($0) }
        if case .some(nil) = agent { throw Refusal(.badRequest, "An agent's number has 1 to 12 digits.") }
        let digits = words("number").map { $0.filter { $0.isASCII && $0.isNumber } }
        if let digits, digits.count < 4 {
            throw Refusal(.badRequest, "“number” is a telephone number, or at least its last four digits.")
        }
        self.init(
            from: try day("from")?.start(in: zone), until: try day("until")?.adding(days: 1).start(in: zone),
            agent: agent ?? nil, call: words("call"), numberEnd: digits, account: words("account"))
    }
}
