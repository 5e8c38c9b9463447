/// What a 401 or 407 asks of us.
struct DigestChallenge: Sendable, Equatable {
    let realm: String
    let nonce: String
    /// The credentials were right, only the nonce was old: the same may be tried again (RFC 7616 §3.3).
    let isStale: Bool

    init?(parsing text: String) {
        guard let fields = DigestFields(parsing: text), let realm = fields["realm"], let nonce = fields["nonce"] else {
            return nil
        }
        // A quote would end the realm in the text that Sofia takes our credentials in.
        guard !realm.contains("\"") else { return nil }
        // The library speaks MD5 only; what else is offered is a refusal, so that the handle does not wait for ever.
        guard (fields["algorithm"] ?? "MD5").uppercased().hasPrefix("MD5") else { return nil }
        self.realm = realm
        self.nonce = nonce
        isStale = fields["stale"]?.lowercased() == "true"
    }
}
