extension StringProtocol {
    /// The number that plain digits say; nil for a sign, a space, other scripts' digits, or nothing.
    var plainInteger: Int? {
        utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(self) : nil
    }
}
