import GRDB

extension DialerDatabase {
    /// Keeps what somebody did that nothing else in the books shows, such as listening to a call.
    ///
    /// Shape: who and subject as `agent 8001`, `attempt 7`; what as the history says that it happened.
    package func keep(act what: String, by who: String, subject: String, detail: String?, at time: UTCTime) async throws
    {
        try await commit { [events] db in
            try events.write(db, who: who, what: what, subject: subject, detail: detail, now: time)
        }
    }

    /// What was done to `agent 8001`, `attempt 7` or the like, the oldest first.
    package func acts(on subject: String) async throws -> [CampaignAct] {
        try await read { try CampaignAct.all(on: subject, $0) }
    }
}
