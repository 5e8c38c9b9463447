/// A `Reason` header: why a request was sent or refused (RFC 3326).
package struct SIPReason: Sendable, Equatable, CustomStringConvertible {
    /// Such as `Q.850` or `SIP`.
    package var protocolName: String
    package var cause: Int?
    package var text: String?

    package init(protocolName: String, cause: Int?, text: String? = nil) {
        self.protocolName = protocolName
        self.cause = cause
        self.text = text
    }

    init(protocolName: String?, cause: String?, text: String?) {
        self.init(protocolName: protocolName ?? "", cause: cause.flatMap { Int($0) }, text: text)
    }

    /// As it goes on the wire.
    package var description: String {
        let quoted = text.map { ";text=\"\($0.filter { $0 != "\"" && $0 != "\\" })\"" } ?? ""
        return protocolName + (cause.map { ";cause=\($0)" } ?? "") + quoted
    }

    var isQ850: Bool { protocolName.lowercased() == "q.850" }

    /// The telephone network's cause, 1–127, where the header names one.
    package var q850Cause: Int? {
        guard isQ850, let cause, (1...127).contains(cause) else { return nil }
        return cause
    }
}
