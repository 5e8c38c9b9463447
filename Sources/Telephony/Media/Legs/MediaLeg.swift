import Synchronization

/// A leg on a media thread: what voice and frame legs have in common.
///
/// It ends by `close()` or `detach()`, at the latest when the last reference to it goes. Commands are carried out within
/// the next frame, in the order given; those that come after the end are ignored.
package class MediaLeg: @unchecked Sendable {
    /// Everything that happens on the leg; the last event is `.ended`.
    package let events: AsyncStream<MediaEvent>
    let core: LegCore
    private let telephoneEvent: Mutex<UInt8?>

    package var localPort: UInt16 { core.port.localPort }

    init(engine: MediaEngine, port: MediaPort, parameters: MediaParameters, part: any LegPart) {
        let (events, continuation) = AsyncStream.makeStream(of: MediaEvent.self)
        self.events = events
        telephoneEvent = Mutex(parameters.remote.telephoneEvent)
        core = LegCore(port: port, parameters: parameters, part: part, events: continuation)
        engine.add(core)
    }

    deinit { core.commands.post(LegCommand(.end(isDetached: false))) }

    func post(_ action: LegCommand.Action) { core.commands.post(LegCommand(action)) }

    /// Sends keys as RFC 4733 events, one after the other; playback waits meanwhile.
    ///
    /// - Throws: `MediaError` when the far end doesn't take such events, a character is no key, or there are too many.
    package func send(digits: String) throws {
        guard telephoneEvent.withLock({ $0 }) != nil else {
            throw MediaError(.cannotSendDigits, "The far end did not agree to telephone-event, so no keys can be sent.")
        }
        let codes = digits.compactMap(TelephoneKey.code)
        guard codes.count == digits.count else {
            throw MediaError(.cannotSendDigits, "Only 0–9, *, # and A–D are keys; the text holds something else.")
        }
        guard codes.count <= TelephoneEventSender.capacity else {
            throw MediaError(.cannotSendDigits, "At most \(TelephoneEventSender.capacity) keys can be sent at once.")
        }
        post(.sendKeys(codes))
    }

    /// Takes what a new offer or answer settled.
    package func updateRemote(_ remote: MediaRemote) {
        telephoneEvent.withLock { $0 = remote.telephoneEvent }
        post(.update(remote))
    }

    /// Ends the leg, says RTCP BYE and closes its sockets; returns when that is done.
    @discardableResult
    package func close() async -> MediaStatistics {
        post(.end(isDetached: false))
        return await core.outcome.statistics()
    }

    /// Ends the leg here and gives its sockets and its stream's state to be carried on elsewhere.
    ///
    /// - Throws: `MediaError` when the leg was closed already.
    package func detach() async throws -> DetachedMedia {
        post(.end(isDetached: true))
        let statistics = await core.outcome.statistics()
        guard core.isDetached else { throw MediaError(.legEnded, "The leg has ended, there is nothing to hand over.") }
        return DetachedMedia(port: core.port, state: core.session.state, statistics: statistics)
    }
}

/// A leg between two media threads or processes.
package struct DetachedMedia: Sendable {
    /// Close it once its descriptors are in the other process.
    package let port: MediaPort
    package let state: RTPState
    /// Of the part of the leg that is over.
    package let statistics: MediaStatistics
}
