/// A final answer that refuses a call.
package struct Rejection: Sendable, Equatable {
    package let status: Int
    /// The cause on the telephone side (ITU-T Q.850), sent in a Reason header (RFC 3326).
    package let cause: Int
    package let retryAfterSeconds: Int?

    private init(_ status: Int, cause: Int, retryAfterSeconds: Int? = nil) {
        self.status = status
        self.cause = cause
        self.retryAfterSeconds = retryAfterSeconds
    }

    static let busy = Rejection(486, cause: 17)
    static let declined = Rejection(603, cause: 21)
    static let unallocated = Rejection(404, cause: 1)
    static let noAnswer = Rejection(480, cause: 19)
    static let notAcceptable = Rejection(488, cause: 88)
    static let forbidden = Rejection(403, cause: 21)

    static func unavailable(retryAfterSeconds: Int?) -> Rejection {
        Rejection(503, cause: 34, retryAfterSeconds: retryAfterSeconds)
    }
}
