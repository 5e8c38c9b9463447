import Testing

@testable import Telephony

struct TrunkTests {
    @Test func noMoreCallsThanChannels() {
        var admission = TrunkAdmission(channels: 2, callsPerSecond: 100, at: .zero)
        expect(.admitted, &admission)
        let (accepted, refused) = (admission.accept(), admission.accept())
        #expect(accepted && !refused)
        expect(.noChannel, &admission)
        admission.release()
        expect(.admitted, &admission)
    }

    private func expect(_ verdict: TrunkAdmission.Verdict, _ admission: inout TrunkAdmission) {
        let actual = admission.place(at: .zero)
        #expect(actual == verdict)
    }

    @Test func noMoreCallsInASecondThanAllowedAndTheWaitIsJustEnough() {
        var admission = TrunkAdmission(channels: 1_000, callsPerSecond: 3, at: .zero)
        var time = Duration.zero
        var admitted = 0
        while time < .seconds(10) {
            switch admission.place(at: time) {
            case .admitted: admitted += 1
            case .tooFast(let wait): time += wait
            case .noChannel: Issue.record("there are channels left")
            }
        }
        // Three as the first burst, then three a second.
        #expect((32...33).contains(admitted))
    }

    @Test(arguments: [
        (Trunk.NumberFormat.e164WithPlus, "+8613800001111", "+8613800001111"),
        (.e164, "+8613800001111", "8613800001111"),
        (.national, "8613800001111", "013800001111"),
        (.national, "+85221234567", "0085221234567"),
        (.national, "114", "114"),
        (.e164WithPlus, "114", "114"),
    ])
    func numbersAreWrittenAsTheCarrierWants(format: Trunk.NumberFormat, number: String, dialled: String) {
        #expect(Trunk(name: "a", host: "127.0.0.1", numberFormat: format).dialled(number) == dialled)
    }
}
