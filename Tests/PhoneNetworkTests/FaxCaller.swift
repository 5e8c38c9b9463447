import FaxEngine
import Foundation
import Synchronization
import Telephony
import Testing

@testable import PhoneNetwork

/// A fax machine that calls the exchange and sends a document, as the dialer's worker does it.
final class FaxCaller: @unchecked Sendable {
    /// What it does about T.38.
    enum Manner {
        /// Takes it when asked.
        case accepts
        /// Answers 488.
        case refuses
        /// Asks for it itself, soon after the answer.
        case asks
    }

    private let options: FaxOptions
    private let events: AsyncStream<FaxEvent>
    private let report: AsyncStream<FaxEvent>.Continuation
    private let isOver = Atomic(false)
    /// Media thread only.
    private var terminal: FaxTerminal?
    private var hasHungUp = false

    init(sending path: String) {
        var options = FaxOptions()
        options.identity = "10000"
        options.document = OutgoingPages(path: path)
        self.options = options
        (events, report) = AsyncStream.makeStream()
    }

    struct Outcome: Sendable {
        var result: FaxResult
        var confirmed: [Int]
        /// What the exchange made of our wish for T.38.
        var reoffer: ReofferResult?
        var end: CallEnd?
    }

    /// Calls, sends and hangs up; ends early where the far end does.
    func send(to number: String, attempt: Int = 1, _ manner: Manner, on bench: ExchangeBench) async throws -> Outcome {
        let placed = try await bench.call(number, attempt: attempt)
        let audio = try await placed.answer()
        let leg = FrameLeg(
            engine: bench.engine, port: placed.port, parameters: try placed.parameters(audio),
            concealment: .keepRepeating, exchange: exchange()
        )
        let signalling = Task { () -> CallEnd? in
            for await event in placed.call.events {
                switch event {
                case .reoffer(let offer): try await answer(offer, manner, placed.call, leg)
                case .ended(let end):
                    isOver.store(true, ordering: .relaxed)
                    return end
                default: break
                }
            }
            return nil
        }
        let reoffer = manner == .asks ? try await ask(placed.call, leg) : nil
        let outcome = try await within(.seconds(60), "the end of the fax") { [events] in
            var confirmed: [Int] = []
            for await event in events {
                if case .pageConfirmed(let index, _) = event { confirmed.append(index) }
                if case .finished(let result) = event { return Outcome(result: result, confirmed: confirmed) }
            }
            throw Missed("no end of the fax")
        }
        await placed.call.hangUp()
        let end = try await signalling.value
        await leg.close()
        return Outcome(result: outcome.result, confirmed: outcome.confirmed, reoffer: reoffer, end: end)
    }

    private func answer(_ offer: SessionDescription?, _ manner: Manner, _ call: SIPCall, _ leg: FrameLeg) async throws {
        let origin = SessionOrigin(id: 1, version: 2, host: "127.0.0.1")
        guard manner == .accepts,
            let (answer, agreed) = offer?.answeredWithFax(host: "127.0.0.1", port: leg.localPort, origin: origin)
        else { return await call.refuseReoffer() }
        try become(agreed, leg)
        await call.acceptReoffer(with: answer)
    }

    private func ask(_ call: SIPCall, _ leg: FrameLeg) async throws -> ReofferResult {
        let origin = SessionOrigin(id: 1, version: 2, host: "127.0.0.1")
        let offer = SessionDescription.faxOffer(host: "127.0.0.1", port: leg.localPort, origin: origin)
        let result = await call.reoffer(offer)
        if case .accepted(let answer) = result, let agreed = answer.faxAgreed(offer: offer) { try become(agreed, leg) }
        return result
    }

    private func become(_ agreed: NegotiatedFax, _ leg: FrameLeg) throws {
        let remote = try #require(MediaAddress(host: agreed.remoteHost, port: agreed.remotePort))
        leg.switchToUDPTL(
            T38Parameters(
                remote: remote,
                maximumDatagram: agreed.maxDatagram,
                version: agreed.version,
                redundancy: agreed.redundancy
            ),
            exchange: t38Exchange(T38Options(version: agreed.version, maxDatagram: agreed.maxDatagram))
        )
    }

    // MARK: On the media thread

    private func exchange() -> sending FrameExchange {
        { [self] received, transmitted, _ in standing().exchange(received: received, into: &transmitted) }
    }

    private func t38Exchange(_ options: T38Options) -> sending T38Exchange {
        var hasSwitched = false
        let ready = { [self] in
            let terminal = standing()
            if !hasSwitched { terminal.switchToT38(options) }
            hasSwitched = true
            return terminal
        }
        return T38Exchange(
            receive: { ifp, sequence in ready().receive(ifp: ifp, sequence: sequence) },
            tick: { outlet in ready().tick { ifp, copies in outlet.emit(ifp: ifp, copies: copies) } }
        )
    }

    private func standing() -> FaxTerminal {
        let terminal = terminal ?? FaxTerminal(role: .calling, options: options) { [report] in report.yield($0) }
        self.terminal = terminal
        if isOver.load(ordering: .relaxed), !hasHungUp {
            hasHungUp = true
            terminal.hangUp()
        }
        return terminal
    }
}
