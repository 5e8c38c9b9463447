import Foundation
import Programs

@testable import Telephony

extension SessionOrigin {
    static let sample = SessionOrigin(id: 1, host: "127.0.0.1")
}

extension LocalAudio {
    static let sample = LocalAudio(host: "127.0.0.1", port: 4000)
}

extension Invitation {
    static func to(
        port: UInt16,
        ringLimit: Duration = .seconds(10),
        credentials: SIPCredentials? = nil
    ) -> Invitation {
        Invitation(
            host: "127.0.0.1",
            port: port,
            number: "8613800001111",
            callerID: "170",
            displayName: "Telecom",
            callID: "attempt-\(UInt64.random(in: 0...UInt64.max))",
            offer: .audioOffer(.sample, origin: .sample),
            credentials: credentials,
            headers: [SIPHeader("X-Attempt", "7\nInjected: yes")],
            ringLimit: ringLimit
        )
    }

    static func to(
        _ endpoint: SIPEndpoint,
        ringLimit: Duration = .seconds(10),
        credentials: SIPCredentials? = nil
    ) -> Invitation {
        to(port: endpoint.localPort, ringLimit: ringLimit, credentials: credentials)
    }
}

extension SIPEndpoint {
    nonisolated func firstCall() async -> SIPCall? {
        for await call in incomingCalls { return call }
        return nil
    }

    /// Keeps the signalling thread busy until a datagram waits for it.
    func hold(_ start: AsyncStream<Void>.Continuation) {
        start.finish()
        let entry = String(format: ":%04X ", localPort)
        for _ in 0..<5_000 {
            let ours = openSockets("udp").first { $0.contains(entry) }?.split(separator: " ") ?? []
            if ours.count > 4, !ours[4].hasSuffix(":00000000") { return }
            usleep(1_000)
        }
    }
}

extension AsyncStream<SIPCallEvent>.Iterator {
    /// Reads on until an event fits; false when the call ends before.
    mutating func until(_ fits: (SIPCallEvent) -> Bool) async -> Bool {
        while let event = await next() {
            if fits(event) { return true }
        }
        return false
    }

    /// Reads to the end of the call; nil unless the end is the very last event.
    mutating func end() async -> CallEnd? {
        var last: SIPCallEvent?
        while let event = await next() {
            if case .ended = last { return nil }
            last = event
        }
        if case .ended(let end) = last { return end }
        return nil
    }
}
