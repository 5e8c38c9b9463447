import CPhoneNumber

extension NumberingPlan {
    /// What people wrote, understood; or why it can't be rung.
    enum Reading: Hashable, Sendable {
        case number(E164)
        case none(reason: String)
    }

    /// Reads a number as `e164` does, and says why where there is none.
    func reading(of text: String) -> Reading {
        let text = text.narrowed
        guard text.utf8.count <= 64, !text.utf8.contains(0) else {
            return .none(reason: "the value is longer than any telephone number")
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
            let length = CPhoneNumber_e164(text, region, areaCode, buffer.baseAddress, buffer.count)
            guard length > 0 else { return .none(reason: reason(length, text)) }
            let digits = UnsafeRawBufferPointer(buffer).prefix(Int(length))
            // A service's short number can pass for one of its country, but not for one of E.164.
            guard let number = E164(text: String(decoding: digits, as: UTF8.self)) else {
                return .none(reason: reason(Int32(CPHONENUMBER_TOO_SHORT), text))
            }
            return isShort(text, number) ? .none(reason: reason(Int32(CPHONENUMBER_TOO_SHORT), text)) : .number(number)
        }
    }

    private func isShort(_ text: String, _ number: E164) -> Bool {
        // Asking costs as much as reading, and a number of this length needs no asking.
        guard !allowsShortNumbers, number.text.utf8.count <= 10 else { return false }
        // With the site's area code before it a short number can pass for a subscriber's.
        return CPhoneNumber_isShort(text, region) == 1 || CPhoneNumber_isShort(number.text, region) == 1
    }

    private func reason(_ code: Int32, _ text: String) -> String {
        switch Int(code) {
        case CPHONENUMBER_HAS_EXTENSION:
            "“\(text)” has an extension, which a call can't reach; write the number alone, or a direct number"
        case CPHONENUMBER_TOO_SHORT:
            "“\(text)” is too short: write it with its area code; short numbers of services are left out"
        case CPHONENUMBER_TOO_LONG: "“\(text)” has too many digits for one telephone number"
        default:
            "“\(text)” is no telephone number that can be dialled in \(region); write it with its area code, "
                + "or as + and country code"
        }
    }
}
