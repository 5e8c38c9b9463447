import Campaigns
import Testing

@testable import Dialer

/// Every way in which a call to somebody outside can go.
@Suite struct OutsideCallTests {
    private typealias Event = OutsideCall.Event
    private typealias Action = OutsideCall.Action
    private static let ann = FloorBench.ann
    private static let anna = CustomerID(number: 1)

    @Test(
        arguments: [
            // Handed on at once.
            (true, [.answered], [.takeFrom(ann, anna)], .bridged(anna)),
            (true, [.ended], [.rewire(ann)], .over),
            (true, [.dropped], [.hangUp, .rewire(ann)], .over),
            (true, [.customerLeft], [.hangUp], .over),
            (true, [.completed], [], .ringing(ann, anna, handsOn: true)),
            (true, [.agentLeft], [], .ringingFor(anna)),
            (true, [.agentLeft, .answered], [.bridge(anna)], .bridged(anna)),
            (true, [.agentLeft, .ended], [.handOn(anna)], .over),
            (true, [.agentLeft, .customerLeft], [.hangUp], .over),
            (true, [.answered, .ended], [.takeFrom(ann, anna), .end(anna)], .over),
            (true, [.answered, .customerLeft], [.takeFrom(ann, anna), .hangUp], .over),
            (true, [.answered, .agentLeft], [.takeFrom(ann, anna)], .bridged(anna)),
            // Asked first.
            (false, [.answered], [.rewire(ann)], .advising(ann, anna)),
            (false, [.ended], [.rewire(ann)], .over),
            (false, [.completed], [], .ringing(ann, anna, handsOn: false)),
            (false, [.agentLeft], [.hangUp], .over),
            (false, [.answered, .completed], [.rewire(ann), .takeFrom(ann, anna)], .bridged(anna)),
            (false, [.answered, .dropped], [.rewire(ann), .hangUp, .rewire(ann)], .over),
            (false, [.answered, .agentLeft], [.rewire(ann), .hangUp], .over),
            (false, [.answered, .customerLeft], [.rewire(ann), .hangUp], .over),
            // An answer that crosses our hanging up.
            (true, [.dropped, .answered], [.hangUp, .rewire(ann), .hangUp], .over),
        ] as [(Bool, [OutsideCall.Event], [OutsideCall.Action], OutsideCall.State)])
    func `each event has its actions`(
        handsOn: Bool, events: [OutsideCall.Event], actions: [OutsideCall.Action], state: OutsideCall.State
    ) {
        var call = OutsideCall(for: Self.ann, Self.anna, handsOn: handsOn)
        #expect(events.flatMap { call.handle($0) } == actions)
        #expect(call.state == state)
    }

    @Test func `whatever happens it has at most one owner, and what is over stays over`() {
        var random = SplitMix64(seed: 21)
        for _ in 0..<2_000 {
            var call = OutsideCall(for: Self.ann, Self.anna, handsOn: .random(using: &random))
            var ends = 0
            for _ in 0..<8 {
                let before = call.state
                let event = Event.allCases.randomElement(using: &random) ?? .ended
                let actions = call.handle(event)
                #expect(call.agent == nil || call.customer == nil)
                #expect((call.agent == nil && call.customer == nil) == (call.state == .over))
                if before == .over {
                    #expect(call.state == .over && actions == (event == .answered ? [.hangUp] : []))
                } else if call.state == .over {
                    ends += 1
                    // Ended by us or by itself, never both.
                    #expect(actions.contains(.hangUp) == (event != .ended))
                }
            }
            #expect(ends <= 1)
        }
    }
}
