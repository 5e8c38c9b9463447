/// A customer's telephone, fax or account number: described by its last four digits only.
package struct PrivateNumber: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package let digits: String

    package init(_ digits: String) {
        self.digits = digits
    }

    package var description: String {
        // A number that is hardly longer than what may be shown isn't shown.
        digits.count > 6 ? "…\(digits.suffix(4))" : "…"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
