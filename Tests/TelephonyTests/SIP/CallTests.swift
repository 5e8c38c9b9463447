import Foundation
import Testing

@testable import Telephony

@Suite(.serialized, .timeLimit(.minutes(1)))
struct CallTests {
    @Test func aCallIsRungAnsweredChangedToFaxAndHungUp() async throws {
        let (caller, callee) = (try await SIPEndpoint(), try await SIPEndpoint())
        let call = try await caller.placeCall(.to(callee))
        var events = call.events.makeAsyncIterator()
        let incoming = try #require(await callee.firstCall())
        var calleeEvents = incoming.events.makeAsyncIterator()
        #expect(incoming.callID == call.callID)
        #expect(incoming.calledNumber == "8613800001111")
        #expect(incoming.callingNumber == "170")
        #expect(incoming.headers["X-Attempt"] == "7 Injected: yes")

        await incoming.ring(status: 183, sdp: .audioOffer(.sample, origin: .sample))
        #expect(await events.until { if case .progress(183, .some) = $0 { true } else { false } })
        let answer = try #require(incoming.offer?.answeredWithAudio(.sample, origin: .sample))
        await incoming.answer(with: answer.answer)
        #expect(await events.next() == .answered(answer.answer))
        #expect(await calleeEvents.next() == .answered(nil))

        let fax = SessionDescription.faxOffer(host: "127.0.0.1", port: 4002, origin: .sample.next())
        async let changed = call.reoffer(fax)
        #expect(await calleeEvents.next() == .reoffer(fax))
        let faxAnswer = try #require(fax.answeredWithFax(host: "127.0.0.1", port: 4004, origin: .sample))
        await incoming.acceptReoffer(with: faxAnswer.answer)
        #expect(await changed == .accepted(faxAnswer.answer))

        async let refused = incoming.reoffer(.audioOffer(.sample, origin: .sample))
        #expect(await events.until { if case .reoffer(.some) = $0 { true } else { false } })
        await call.refuseReoffer()
        #expect(await refused == .refused(status: 488))

        await call.hangUp(cause: 16)
        let end = try #require(await events.end())
        let calleeEnd = try #require(await calleeEvents.end())
        #expect(end.outcome == .answered && end.party == .us && end.wasRinging)
        #expect(calleeEnd.party == .peer && calleeEnd.cause == 16)
        #expect(end.times.invite <= end.times.ringing! && end.times.answered! <= end.times.ended!)
        await caller.shutDown()
        await callee.shutDown()
    }

    @Test func anUnansweredCallIsCancelledAtItsRingLimit() async throws {
        let (caller, callee) = (try await SIPEndpoint(), try await SIPEndpoint())
        let call = try await caller.placeCall(.to(callee, ringLimit: .milliseconds(200)))
        let incoming = try #require(await callee.firstCall())
        await incoming.ring()
        var events = call.events.makeAsyncIterator()
        var calleeEvents = incoming.events.makeAsyncIterator()
        let end = try #require(await events.end())
        #expect(end.outcome == .noAnswer && end.cause == 19 && end.wasRinging && !end.mayTryAnotherTrunk)
        #expect(await calleeEvents.end()?.outcome == .cancelled)
        await caller.shutDown()
        await callee.shutDown()
    }

    @Test func aPortWhereNobodyListensIsTrunkTroubleAndMayGoElsewhere() async throws {
        let caller = try await SIPEndpoint()
        let callee = try await SIPEndpoint()
        await callee.shutDown()
        let call = try await caller.placeCall(.to(callee))
        var events = call.events.makeAsyncIterator()
        let end = try #require(await events.end())
        #expect(end.outcome == .trunkTrouble && end.party == .network && end.mayTryAnotherTrunk)
        await caller.shutDown()
    }

    @Test func aChallengedCallIsPlacedAgainWithCredentials() async throws {
        let (caller, callee) = (try await SIPEndpoint(), try await SIPEndpoint())
        let digest = DigestAuthenticator(realm: "exchange")
        let call = try await caller.placeCall(.to(callee, credentials: .init(username: "trunk", password: "s3cret")))
        let first = try #require(await callee.firstCall())
        #expect(
            digest.check(first.headers["Proxy-Authorization"], method: "INVITE", at: now()) { _ in "s3cret" }
                == .missing
        )
        await first.reject(status: 407, headers: [SIPHeader("Proxy-Authenticate", digest.challenge(at: now()))])
        let second = try #require(await callee.firstCall())
        let header = second.headers["Proxy-Authorization"]
        #expect(digest.check(header, method: "INVITE", at: now()) { _ in "s3cret" } == .accepted(username: "trunk"))
        #expect(digest.check(header, method: "INVITE", at: now()) { _ in "other" } == .wrong)
        #expect(digest.check(header, method: "INVITE", at: now() + 400_000) { _ in "s3cret" } == .stale)
        await second.reject(status: 486)
        var events = call.events.makeAsyncIterator()
        #expect(await events.end()?.outcome == .busy)
        await caller.shutDown()
        await callee.shutDown()
    }

    @Test func threeHundredCallsAtOnceEachEndOnceAndAsTheyShould() async throws {
        let (caller, callee) = (try await SIPEndpoint(), try await SIPEndpoint())
        let exchange = Task {
            await withDiscardingTaskGroup { group in
                for await call in callee.incomingCalls {
                    group.addTask {
                        guard let answer = call.offer?.answeredWithAudio(.sample, origin: .sample) else { return }
                        await call.answer(with: answer.answer)
                    }
                }
            }
        }
        let outcomes = try await withThrowingTaskGroup(of: DialOutcome?.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    let call = try await caller.placeCall(.to(callee))
                    var events = call.events.makeAsyncIterator()
                    _ = await events.until { if case .answered = $0 { true } else { false } }
                    await call.hangUp()
                    return await events.end()?.outcome
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count == 300 && outcomes.allSatisfy { $0 == .answered })
        await caller.shutDown()
        await callee.shutDown()
        await exchange.value
    }

    @Test func shuttingDownDoesNotWaitForASilentPeer() async throws {
        // A bound socket that nobody reads: no answer, and no "port unreachable" either.
        let silent = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(silent) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(15_120).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(silent, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(bound == 0)
        let caller = try await SIPEndpoint()
        let call = try await caller.placeCall(.to(port: 15_120))
        let start = ContinuousClock.now
        await caller.shutDown()
        #expect(ContinuousClock.now - start < .seconds(6))
        var events = call.events.makeAsyncIterator()
        #expect(await events.end()?.outcome == .cancelled)
        await #expect(throws: TelephonyError.self) { try await caller.placeCall(.to(port: 15_120)) }
    }
}
