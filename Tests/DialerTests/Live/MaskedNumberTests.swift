import Foundation
import Testing

@testable import Dialer

@Suite struct MaskedNumberTests {
    @Test(arguments: [
        ("+86 138-0000-4321", "•••• 4321"), ("01065524321", "•••• 4321"), ("170", "•••• 170"), ("", "•••• "),
        ("sip:1380000432१@x", "•••• 0432"),
    ])
    func leavesFourDigits(number: String, shown: String) {
        #expect(MaskedNumber(masking: number).description == shown)
    }

    @Test func maskingTwiceChangesNothing() {
        let once = MaskedNumber(masking: "13800004321")
        #expect(MaskedNumber(masking: once.description) == once)
    }

    @Test func decodingMasks() throws {
        let decoded = try JSONDecoder().decode([MaskedNumber].self, from: Data(#"["13800004321"]"#.utf8))
        #expect(decoded.map(\.description) == ["•••• 4321"])
    }
}
