/// A number being keyed in, ended with `#`.
///
/// `*` takes it back, and goes back when there is nothing to take.
struct KeyedEntry: Sendable {
    enum Step: Equatable {
        case more
        case done(String)
        case cleared
        case back
    }

    /// Longer than any E.164 number (15) with prefixes; the rest of a stuck key is dropped.
    private static let limit = 24

    /// It may be a password, and this value lies in a state that somebody might print.
    private var keyed = Secret("")

    mutating func press(_ key: TelephoneKey) -> Step {
        let digits = keyed.reveal()
        switch key {
        case .digit(let digit):
            if digits.count < Self.limit { keyed = Secret("\(digits)\(digit)") }
            return .more
        case .hash:
            keyed = Secret("")
            return .done(digits)
        case .star:
            keyed = Secret("")
            return digits.isEmpty ? .back : .cleared
        }
    }
}
