/// A key of a telephone (RFC 4733 §3.2, events 0 to 11).
///
/// It doesn't describe itself: it may be part of a password.
package enum TelephoneKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    case digit(Int)
    case star
    case hash

    /// Nil for anything else than `0`–`9`, `*` and `#`; A to D are on no customer's telephone.
    package init?(_ character: Character) {
        switch character {
        case "*": self = .star
        case "#": self = .hash
        case "0"..."9": self = .digit(character.wholeNumberValue ?? 0)
        default: return nil
        }
    }

    package var character: Character {
        switch self {
        case .digit(let digit): Character("\(digit)")
        case .star: "*"
        case .hash: "#"
        }
    }

    package var description: String { "key" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
