/// A final answer that refuses a call.
package struct Rejection: Sendable, Equatable {
    package let status: Int
    package let reason: String
    /// The cause on the telephone side (ITU-T Q.850), sent in a Reason header (RFC 3326).
    package let cause: Int
    package let retryAfterSeconds: Int?

    private init(_ status: Int, _ reason: String, cause: Int, retryAfterSeconds: Int? = nil) {
        self.status = status
        self.reason = reason
        self.cause = cause
        self.retryAfterSeconds = retryAfterSeconds
    }

    static let busy = Rejection(486, "Busy Here", cause: 17)
    static let declined = Rejection(603, "Decline", cause: 21)
    static let unallocated = Rejection(404, "Not Found", cause: 1)
    static let noAnswer = Rejection(480, "Temporarily Unavailable", cause: 19)
    static let notAcceptable = Rejection(488, "Not Acceptable Here", cause: 88)
    static let forbidden = Rejection(403, "Forbidden", cause: 21)

    static func unavailable(retryAfterSeconds: Int?) -> Rejection {
        Rejection(503, "Service Unavailable", cause: 34, retryAfterSeconds: retryAfterSeconds)
    }

    /// The header fields that go with the status.
    var headers: [(name: String, value: String)] {
        var fields = [(name: "Reason", value: "Q.850;cause=\(cause)")]
        if let retryAfterSeconds { fields.append((name: "Retry-After", value: String(retryAfterSeconds))) }
        return fields
    }
}
