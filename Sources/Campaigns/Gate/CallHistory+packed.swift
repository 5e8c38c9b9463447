extension CallHistory {
    /// Reads what `CallGate.history` packs.
    init(packed text: String?) {
        guard let text, !text.isEmpty else {
            self = .none
            return
        }
        self.init(text.utf8.split(separator: UInt8(ascii: ",")).compactMap(PastCall.init))
    }
}

extension PastCall {
    /// By the codes that the statement gives them.
    private static let purposes: [CallPurpose] = [.dunning, .service, .callback, .notification, .fax]

    fileprivate init?(_ digits: Substring.UTF8View) {
        let code = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        let (standing, purpose) = (UInt8(code >> 3 & 7), Int(code & 7))
        guard let standing = Standing(rawValue: standing), purpose < Self.purposes.count else { return nil }
        self.init(time: UTCTime(milliseconds: code >> 6), standing: standing, purpose: Self.purposes[purpose])
    }
}
