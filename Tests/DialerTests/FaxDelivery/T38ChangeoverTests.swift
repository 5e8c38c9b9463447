import FaxEngine
import Testing

@testable import Dialer

@Suite("The change to T.38")
struct T38ChangeoverTests {
    typealias Event = T38Changeover.Event
    typealias Action = T38Changeover.Action

    /// Ways into every state, and what each event then comes to.
    static let events: [Event] = [.heardFaxTone(.ced), .waited, .offered, .offerAccepted, .offerRefused]
    static let table: [(state: String, way: [Event], answers: [Action])] = [
        ("listening", [], [.waitForOffer, .none, .accept, .none, .none]),
        ("waiting", [.heardFaxTone(.v21Preamble)], [.none, .offer, .accept, .none, .none]),
        ("offering", [.heardFaxTone(.ced), .waited], [.none, .none, .accept, .change, .none]),
        ("T.38 by us", [.heardFaxTone(.ced), .waited, .offerAccepted], [.none, .none, .accept, .none, .none]),
        ("T.38 by them", [.offered], [.none, .none, .accept, .none, .none]),
        (
            "T.38 by them while ours waits", [.heardFaxTone(.ced), .waited, .offered],
            [.none, .none, .accept, .none, .none]
        ),
        ("audio", [.heardFaxTone(.ced), .waited, .offerRefused], [.none, .none, .refuse, .none, .none]),
    ]

    @Test("Every event in every state", arguments: table)
    func everyEvent(_ row: (state: String, way: [Event], answers: [Action])) {
        for (event, answer) in zip(Self.events, row.answers) {
            var changeover = T38Changeover()
            for step in row.way { _ = changeover.handle(step) }
            #expect(changeover.handle(event) == answer, "\(event) while \(row.state)")
        }
    }

    @Test("Where T.38 is known to fail, nobody is asked and nobody is followed")
    func notAllowed() {
        for (event, answer) in zip(Self.events, [Action.none, .none, .refuse, .none, .none]) {
            var changeover = T38Changeover(isAllowed: false)
            #expect(changeover.handle(event) == answer)
        }
    }

    @Test("We offer once in a call")
    func offersOnce() {
        var changeover = T38Changeover()
        let events: [Event] = [
            .heardFaxTone(.ced), .waited, .heardFaxTone(.v21Preamble), .waited, .offerRefused, .heardFaxTone(.ced),
            .waited,
        ]
        #expect(events.map { changeover.handle($0) }.filter { $0 == .offer }.count == 1)
    }
}
