package import Logging
package import Telephony

/// Rings numbers over a trunk.
package struct OutboundCaller: Sendable {
    let placer: CallPlacer
    let line: TrunkLine

    var endpoint: SIPEndpoint { placer.endpoint }
    var media: MediaEngine { placer.media }

    package init(endpoint: SIPEndpoint, media: MediaEngine, line: TrunkLine, logger: Logger) {
        placer = CallPlacer(endpoint: endpoint, media: media, logger: logger)
        self.line = line
    }

    /// Rings `number` and waits for what becomes of it.
    ///
    /// The caller holds a channel of the trunk, has the attempt on disk, and runs in a task that nobody cancels.
    ///
    /// - Parameter placed: gets the call while it rings.
    func ring(
        _ number: String, callID: String, callerID: String, ringLimit: Duration,
        placed: (SIPCall) async -> Void = { _ in },
        progress: (CallPlacer.Progress) async -> Void
    ) async -> CallPlacer.Dialled {
        let trunk = line.trunk
        let place = CallPlacer.Place(
            host: trunk.host, port: trunk.port, number: number, credentials: trunk.credentials)
        let dialled = await placer.ring(
            place, callID: callID, callerID: callerID, ringLimit: ringLimit, placed: placed
        ) { step in
            if step != .inviteSent { await line.heard() }
            await progress(step)
        }
        if case .ended(let end) = dialled {
            if end.party == .network { await line.heardNothing() } else { await line.heard() }
        }
        return dialled
    }
}
