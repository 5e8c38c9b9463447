import Campaigns

extension AttemptResult {
    /// Of a call that was answered and in which a flow ran, without what it says of an announcement.
    init(_ record: CallFlowRecord) {
        self = record.callEnd.map { AttemptResult($0) } ?? AttemptResult(outcome: .answered)
        // A key or a talk proves a person; without them it may have been a machine that listened. Who met nobody counts as a
        // person as long as answers are not classified.
        let isPerson = !record.keys.isEmpty || record.agent != nil || record.isAbandoned
        answeredBy = isPerson ? .person : .unknown
        keysPressed = record.keys
        agent = record.agent
        isAbandoned = record.isAbandoned
        detail = record.agent.map { "talked to agent \($0)" } ?? record.flowEnd?.rawValue
    }
}
