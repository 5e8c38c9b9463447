/// The one part of a file that a request asks for.
///
/// Standard: RFC 9110 §14.
enum ByteRange {
    enum Answer: Hashable, Sendable {
        /// No range, or one that we don't know: the whole file.
        case whole
        case part(Range<Int>)
        /// Nothing of the file lies in it.
        case unsatisfiable
    }

    /// - Parameter header: such as `bytes=0-499`, `bytes=500-` or `bytes=-500`.
    static func answer(to header: String?, length: Int) -> Answer {
        guard let match = header?.wholeMatch(of: /bytes=([0-9]{0,15})-([0-9]{0,15})/) else { return .whole }
        switch (Int(match.1), Int(match.2)) {
        case (nil, nil): return .whole
        case (nil, let suffix?):
            return suffix == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - suffix)..<length)
        case (let first?, let last):
            if let last, last < first { return .whole }
            return first < length ? .part(first..<min(length, (last ?? length - 1) + 1)) : .unsatisfiable
        }
    }
}
