import GRDB

extension DialerDatabase {
    /// Keeps what somebody did that nothing else in the books shows, such as listening to a call.
    ///
    /// Shape: who and subject as `agent 8001`, `attempt 7`; what as the history says that it happened.
    package func keep(act what: String, by who: String, subject: String, detail: String?, at time: UTCTime) async throws {
        try await commit { db in
            try events.write(db, who: who, what: what, subject: subject, detail: detail, now: time)
        }
    }
}
