extension StringProtocol {
    /// The number that plain digits say; nil for a sign, a space, other scripts' digits, or nothing.
    var plainInteger: Int? {
        utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(self) : nil
    }
}

extension Int {
    /// With zeros before it, where it has fewer digits than `width`.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
