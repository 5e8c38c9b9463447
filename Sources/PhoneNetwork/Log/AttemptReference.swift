/// What a Call-ID of ours tells: `a<attempt id>-<token>-<n>@host`, where `n` counts the trunks tried for the attempt.
package struct AttemptReference: Sendable, Equatable, Hashable {
    package let attempt: Int64
    package let token: String
    package let trunkTry: Int

    /// Reads a Call-ID; nil if it is not of this form, as any other caller's is.
    package init?(callID: String) {
        let local = callID.prefix { $0 != "@" }
        guard local.first == "a" else { return nil }
        let parts = local.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let attempt = Self.number(parts[0]), let trunkTry = Self.number(parts[parts.count - 1])
        else { return nil }
        let token = parts[1..<(parts.count - 1)].joined(separator: "-")
        guard !token.isEmpty else { return nil }
        (self.attempt, self.token, self.trunkTry) = (attempt, token, Int(trunkTry))
    }

    private static func number(_ digits: Substring) -> Int64? {
        digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(digits) : nil
    }
}
