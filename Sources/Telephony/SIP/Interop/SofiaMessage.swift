import CSofiaSIP
private import Foundation

/// What we keep of a message, copied out while Sofia lends it.
struct SofiaMessage: Sendable {
    var reason: SIPReason?
    var retryAfter: Int?
    var challenge: DigestChallenge?
    /// The far end's address with its tag.
    var peer: String?
    /// The body, when it is SDP that can be read.
    var description: SessionDescription?
    /// Whether there was a body that could not be read as SDP.
    var hasUnreadableBody = false
    /// The status on the wire; 0 for requests and for what Sofia says of itself.
    var wireStatus = 0

    init(_ sip: OpaqueSIP?) {
        guard let sip = sip?.pointer else { return }
        wireStatus = cs_is_received(sip) != 0 ? Int(cs_status(sip)) : 0
        var header = cs_reason(sip)
        while let each = header?.pointee {
            // Several reasons may be given; the network's (Q.850) says more than the SIP stack's (RFC 3326 §2).
            let isoCause = SIPReason(
                protocolName: String(each.re_protocol),
                cause: String(each.re_cause),
                text: String(each.re_text)
            )
            if reason == nil || (reason?.isQ850 == false && isoCause.isQ850) { reason = isoCause }
            header = each.re_next
        }
        let seconds = cs_retry_after(sip)
        retryAfter = seconds >= 0 ? Int(clamping: seconds) : nil
        challenge = (wireStatus == 401 || wireStatus == 407) ? Self.challenge(sip) : nil
        if let text = cs_peer(sip) {
            peer = String(cString: text)
            free(text)
        }
        readBody(sip)
    }

    /// - Returns: the first of the challenges; nil when we cannot answer one of them, because Sofia then answers none.
    private static func challenge(_ sip: UnsafePointer<sip_t>) -> DigestChallenge? {
        var challenges: [DigestChallenge] = []
        var header = cs_challenge(sip)
        while let each = header {
            guard let challenge = DigestChallenge(each) else { return nil }
            challenges.append(challenge)
            header = each.pointee.au_next
        }
        return challenges.first
    }

    private mutating func readBody(_ sip: UnsafePointer<sip_t>) {
        var length = 0
        guard let bytes = cs_payload(sip, &length), length > 0 else { return }
        let type = String(cs_content_type(sip))?.lowercased()
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
        description = type == SessionDescription.contentType ? try? SessionDescription(parsing: text) : nil
        hasUnreadableBody = description == nil
    }
}

/// Who calls whom, copied out of an INVITE.
struct SofiaRequest: Sendable {
    let callID: String
    let calledNumber: String
    let callingNumber: String
    let displayName: String
    let headers: [SIPHeader]

    init(_ sip: OpaqueSIP) {
        let sip = sip.pointer
        callID = String(cs_call_id(sip)) ?? ""
        calledNumber = Self.number(String(cs_request_user(sip)))
        callingNumber = Self.number(String(cs_from_user(sip)))
        displayName = (String(cs_from_display(sip)) ?? "").trimmingQuotes()
        var headers: [SIPHeader] = []
        if let value = Self.credentials(cs_authorization(sip)) { headers.append(SIPHeader("Authorization", value)) }
        if let value = Self.credentials(cs_proxy_authorization(sip)) {
            headers.append(SIPHeader("Proxy-Authorization", value))
        }
        var unknown = cs_unknown(sip)
        while let each = unknown?.pointee, headers.count < 64 {
            headers.append(SIPHeader(String(each.un_name) ?? "", String(each.un_value) ?? ""))
            unknown = each.un_next
        }
        self.headers = headers
    }

    /// The number in the user part of an address: parameters cut off (RFC 3261 §19.1.6), escapes undone.
    static func number(_ user: String?) -> String {
        let number = String((user ?? "").prefix { $0 != ";" })
        return number.removingPercentEncoding ?? number
    }

    static func credentials(_ header: UnsafeMutablePointer<msg_auth_t>?) -> String? {
        guard let header = header?.pointee, let scheme = String(header.au_scheme) else { return nil }
        return scheme + " " + parameters(header).joined(separator: ", ")
    }

    fileprivate static func parameters(_ header: msg_auth_t) -> [String] {
        var parameters: [String] = []
        while parameters.count < 32, let each = String(cs_param(header.au_params, Int32(parameters.count))) {
            parameters.append(each)
        }
        return parameters
    }
}

extension DigestChallenge {
    fileprivate init?(_ header: UnsafeMutablePointer<msg_auth_t>) {
        guard let scheme = String(header.pointee.au_scheme) else { return nil }
        self.init(parsing: scheme + " " + SofiaRequest.parameters(header.pointee).joined(separator: ", "))
    }
}

/// A message that Sofia lends for the length of one callback.
struct OpaqueSIP {
    let pointer: UnsafePointer<sip_t>

    init(_ pointer: UnsafePointer<sip_t>) { self.pointer = pointer }
}

extension String {
    fileprivate init?(_ text: UnsafePointer<CChar>?) {
        guard let text else { return nil }
        self.init(cString: text)
    }

    fileprivate func trimmingQuotes() -> String {
        count >= 2 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self
    }
}
