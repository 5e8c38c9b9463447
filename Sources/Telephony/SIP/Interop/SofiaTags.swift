import CSofiaSIP
private import Foundation

/// Arguments of one Sofia call; owns the strings until the call has copied them.
struct SofiaTags: ~Copyable {
    fileprivate var list = cs_tags()
    private var strings: [UnsafeMutablePointer<CChar>] = []

    deinit {
        for string in strings { free(string) }
    }

    /// A copy in C of `text`. Callers take line ends out of header values: one would begin a header of the sender's choice.
    private mutating func own(_ text: String) -> UnsafePointer<CChar> {
        let copy = strdup(text)!
        strings.append(copy)
        return UnsafePointer(copy)
    }

    mutating func agent(url: String, userAgent: String, transactionTimeout: Duration, takesRegistrations: Bool) {
        cs_tag_url(&list, own(url))
        cs_tag_user_agent(&list, own(userAgent.withoutLineEnds))
        cs_tag_agent(&list, UInt32(clamping: transactionTimeout.milliseconds))
        cs_tag_methods(&list, takesRegistrations ? 1 : 0)
    }

    mutating func target(url: String, from: String, to: String, callID: String) {
        cs_tag_url(&list, own(url.withoutLineEnds))
        cs_tag_from(&list, own(from.withoutLineEnds))
        cs_tag_to(&list, own(to.withoutLineEnds))
        cs_tag_call_id(&list, own(callID.withoutLineEnds))
    }

    mutating func to(_ address: String) {
        cs_tag_to(&list, own(address.withoutLineEnds))
    }

    mutating func headers(_ headers: [SIPHeader]) {
        for header in headers { cs_tag_header(&list, own(header.line)) }
    }

    mutating func body(_ description: SessionDescription?) {
        guard let description else { return }
        cs_tag_body(&list, own(SessionDescription.contentType), own(description.text))
    }

    mutating func reason(_ cause: Int) {
        cs_tag_reason(&list, own("Q.850;cause=\(cause)"))
    }

    mutating func authorization(_ text: String) {
        cs_tag_auth(&list, own(text.withoutLineEnds))
    }
}

/// One dialog of Sofia's `nua`; touched on the signalling thread only.
struct SofiaHandle {
    private let handle: OpaquePointer

    init(owning handle: OpaquePointer) { self.handle = handle }

    init?(nua: OpaquePointer, id: UInt, tags: consuming SofiaTags) {
        guard let handle = cs_nua_handle(nua, id, &tags.list) else { return nil }
        self.handle = handle
    }

    func bind(_ id: UInt) { cs_nua_bind(handle, id) }
    func invite(_ tags: consuming SofiaTags) { cs_nua_invite(handle, &tags.list) }
    func cancel(_ tags: consuming SofiaTags) { cs_nua_cancel(handle, &tags.list) }
    func bye(_ tags: consuming SofiaTags) { cs_nua_bye(handle, &tags.list) }
    func authenticate(_ tags: consuming SofiaTags) { cs_nua_authenticate(handle, &tags.list) }

    func respond(_ status: Int, _ phrase: String?, _ tags: consuming SofiaTags) {
        // A nil phrase lets Sofia choose the standard one.
        if let phrase = phrase?.withoutLineEnds {
            phrase.withCString { cs_nua_respond(handle, Int32(status), $0, &tags.list) }
        } else {
            cs_nua_respond(handle, Int32(status), nil, &tags.list)
        }
    }

    /// Gives the dialog back to Sofia; no event of it follows.
    func close() { nua_handle_destroy(handle) }
}

/// A user agent of Sofia's; touched on the signalling thread only.
struct SofiaAgent {
    let nua: OpaquePointer

    /// - Returns: nil when the address cannot be bound.
    init?(root: OpaquePointer?, callback: nua_callback_f, owner: UnsafeMutableRawPointer, tags: consuming SofiaTags) {
        guard let nua = cs_nua_create(root, callback, owner, &tags.list) else { return nil }
        self.nua = nua
    }

    /// Answers the request that is being reported.
    func respond(_ status: Int, _ handle: OpaquePointer, _ tags: consuming SofiaTags) {
        cs_nua_respond_current(nua, handle, Int32(status), &tags.list)
    }

    func shutDown() { nua_shutdown(nua) }
    func destroy() { nua_destroy(nua) }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
