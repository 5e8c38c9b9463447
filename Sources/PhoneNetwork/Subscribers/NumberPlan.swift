/// Which subscriber lives behind which number.
///
/// The first line that matches wins; a number without a line is not allocated.
package struct NumberPlan: Sendable, Equatable {
    /// A set of numbers; digits only, a leading `+` of the number dialled is ignored.
    package enum Pattern: Sendable, Equatable {
        case exactly(String)
        /// Written `1380*`.
        case prefix(String)
        /// Written `*7`: the last digits decide, as load tests of dialers like it.
        case suffix(String)
        /// Written `13800000000-13800000099`; both ends belong to it and are of the same length.
        case range(String, String)

        package func matches(_ number: String) -> Bool {
            switch self {
            case .exactly(let digits): number == digits
            case .prefix(let digits): number.hasPrefix(digits)
            case .suffix(let digits): number.hasSuffix(digits)
            case .range(let first, let last): number.count == first.count && first <= number && number <= last
            }
        }
    }

    package struct Line: Sendable, Equatable {
        package var numbers: Pattern
        package var behaviour: SubscriberBehaviour

        package init(_ numbers: Pattern, _ behaviour: SubscriberBehaviour) {
            self.numbers = numbers
            self.behaviour = behaviour
        }
    }

    package var lines: [Line]

    package init(_ lines: [Line]) {
        self.lines = lines
    }

    package func behaviour(of number: String) -> SubscriberBehaviour {
        let digits = number.hasPrefix("+") ? String(number.dropFirst()) : number
        return lines.first { $0.numbers.matches(digits) }?.behaviour ?? .unallocated(announces: false)
    }
}

extension NumberPlan.Pattern {
    /// Reads `8888`, `1380*`, `*7` or `13800000000-13800000099`; nil for anything else.
    package init?(_ text: String) {
        func isNumber(_ part: some StringProtocol) -> Bool {
            (1...32).contains(part.count)
                && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        if ends.count == 2, ends.allSatisfy(isNumber), ends[0].count == ends[1].count, ends[0] <= ends[1] {
            self = .range(String(ends[0]), String(ends[1]))
        } else if text.hasSuffix("*"), isNumber(text.dropLast()) {
            self = .prefix(String(text.dropLast()))
        } else if text.hasPrefix("*"), isNumber(text.dropFirst()) {
            self = .suffix(String(text.dropFirst()))
        } else if isNumber(text) {
            self = .exactly(text)
        } else {
            return nil
        }
    }
}
