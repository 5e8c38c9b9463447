import Testing

@testable import Telephony

struct ReofferMachineTests {
    private func response(_ status: Int) -> CallMachine.Response {
        CallMachine.Response(status: status, phrase: "", message: SofiaMessage(nil))
    }

    @Test func theBackOffKeepsToTheRangesOfTheStandard() {
        #expect(ReofferMachine.backOff(ownsCallID: true, chance: 0) == .milliseconds(2_100))
        #expect(ReofferMachine.backOff(ownsCallID: true, chance: 1) == .milliseconds(4_000))
        #expect(ReofferMachine.backOff(ownsCallID: false, chance: 0) == .zero)
        #expect(ReofferMachine.backOff(ownsCallID: false, chance: 1) == .milliseconds(2_000))
    }

    @Test func fourTimes491IsARefusal() {
        var machine = ReofferMachine(ownsCallID: false, hasCredentials: false)
        var action = machine.start(chance: 0)
        for _ in 0..<3 {
            #expect(action == .send)
            action = machine.response(response(491), chance: 0)
            #expect(action == .wait(.zero))
            action = machine.waited(chance: 0)
        }
        action = machine.response(response(491), chance: 0)
        #expect(action == .finish(.refused(status: 491)))
    }

    @Test func nothingIsSentWhileThePeersOfferWaits() {
        var machine = ReofferMachine(ownsCallID: true, hasCredentials: false)
        let (first, second) = (machine.peerOffered(), machine.peerOffered())
        #expect(first && !second)
        let action = machine.start(chance: 0)
        #expect(action == .wait(.milliseconds(2_100)))
        machine.peerAnswered()
        let next = machine.waited(chance: 0)
        #expect(next == .send)
    }
}
