import CSofiaSIP
private import Foundation

extension RegisterRequest {
    /// Copies a REGISTER out while Sofia lends it; nil where it came from no IPv4 address.
    init?(_ sip: OpaqueSIP, _ agent: SofiaAgent) {
        guard let source = agent.sourceOfRequest else { return nil }
        let sip = sip.pointer
        var (contacts, isForAll) = ([Contact](), false)
        var header = cs_contact(sip)
        while let each = header, contacts.count < 8 {
            if cs_contact_is_wildcard(each) != 0 { isForAll = true } else { contacts.append(Contact(each)) }
            header = each.pointee.m_next
        }
        let expires = cs_expires(sip)
        self.init(
            user: SofiaRequest.number(cs_to_user(sip).map { String(cString: $0) }),
            callID: cs_call_id(sip).map { String(cString: $0) } ?? "",
            sequence: cs_sequence(sip),
            contacts: contacts,
            isForAll: isForAll,
            expires: expires >= 0 ? Int(clamping: expires) : nil,
            authorization: SofiaRequest.credentials(cs_authorization(sip)),
            source: source)
    }
}

extension RegisterRequest.Contact {
    fileprivate init(_ header: UnsafeMutablePointer<sip_contact_t>) {
        let text = cs_contact_uri(header)
        defer { free(text) }
        self.init(
            uri: text.map { String(cString: $0) } ?? "",
            user: SofiaRequest.number(cs_contact_user(header).map { String(cString: $0) }),
            expires: header.pointee.m_expires.flatMap { Int(String(cString: $0)) })
    }
}

extension SofiaAgent {
    /// Where the request that is being reported came from.
    fileprivate var sourceOfRequest: SIPAddress? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET_ADDRSTRLEN)) { host in
            let port = cs_source(nua, host.baseAddress)
            return port == 0 ? nil : SIPAddress(host: String(cString: host.baseAddress!), port: port)
        }
    }
}
