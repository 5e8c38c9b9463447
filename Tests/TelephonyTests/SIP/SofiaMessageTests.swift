import Testing

@testable import Telephony

struct SofiaMessageTests {
    @Test(arguments: [
        ("13800001111", "13800001111"), ("+8613800001111;cpc=ordinary", "+8613800001111"), ("%2331%23", "#31#"),
        ("%zz", "%zz"), ("", ""),
    ])
    func aNumberIsReadWithoutParametersAndEscapes(user: String, number: String) {
        #expect(SofiaRequest.number(user) == number)
    }

    @Test func aReasonIsWrittenAsOnTheWire() {
        let reason = SIPReason(protocolName: "Q.850", cause: 34, text: "\"no circuit\"")
        #expect("\(reason)" == "Q.850;cause=34;text=\"no circuit\"")
    }
}
