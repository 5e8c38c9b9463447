private import Foundation

/// Our SIP user agent on one UDP address: places calls and takes them.
///
/// Runs on: its own thread, which is Sofia's loop and this actor's executor.
/// Standard: RFC 3261. Not done: TCP, TLS, IPv6, UPDATE (405), REFER (405); 100rel and session timers: a call that requires one is
/// refused with 420, but a reliable provisional response to our own call gets its PRACK, from Sofia.
package actor SIPEndpoint {
    package struct Configuration: Sendable {
        /// An IPv4 address of this machine.
        package var host: String
        /// 0 takes any free port.
        package var port: UInt16
        package var userAgent: String
        /// How long an unanswered request is sent again (64·T1, RFC 3261 §17.1.1.2).
        package var transactionTimeout: Duration
        /// Takes telephones that register; nil refuses them with 405.
        package var registrar: Registrar?

        package init(
            host: String = "127.0.0.1",
            port: UInt16 = 0,
            userAgent: String = "dialerd",
            transactionTimeout: Duration = .seconds(32),
            registrar: Registrar? = nil
        ) {
            self.host = host
            self.port = port
            self.userAgent = userAgent
            self.transactionTimeout = transactionTimeout
            self.registrar = registrar
        }
    }

    package nonisolated let localHost: String
    package nonisolated let localPort: UInt16
    /// Calls to us, for one reader; each waits for `answer` or `reject`.
    package nonisolated let incomingCalls: AsyncStream<SIPCall>
    /// Telephones that come and go, for one reader.
    package nonisolated let registrations: AsyncStream<Registrar.Change>

    nonisolated let loop: SofiaLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    var legs: [UInt: SIPLeg] = [:]
    var registrar: Registrar?
    let registrationChanges: AsyncStream<Registrar.Change>.Continuation
    var expiryWatch: Task<Void, Never>?
    private let incoming: AsyncStream<SIPCall>.Continuation
    private var agent: SofiaAgent?
    private var lastID: UInt = 0
    private var isShuttingDown = false
    private var isRefusing = false
    private var shutDownWaiters: [CheckedContinuation<Void, Never>] = []

    /// Binds the address and starts the signalling thread.
    ///
    /// - Throws: `TelephonyError` with code `cannotListen`.
    package init(_ configuration: Configuration = Configuration()) async throws(TelephonyError) {
        guard isIPv4(configuration.host) else {
            throw TelephonyError(.cannotListen, "SIP can listen on an IPv4 address only, not on \(configuration.host).")
        }
        guard let port = configuration.port == 0 ? freeUDPPort(on: configuration.host) : configuration.port else {
            throw TelephonyError(.cannotListen, "\(configuration.host) is not an address of this machine.")
        }
        loop = SofiaLoop(name: "sip-\(port)")
        localHost = configuration.host
        localPort = port
        registrar = configuration.registrar
        (incomingCalls, incoming) = AsyncStream.makeStream()
        (registrations, registrationChanges) = AsyncStream.makeStream()
        try start(configuration)
    }

    private func start(_ configuration: Configuration) throws(TelephonyError) {
        var tags = SofiaTags()
        tags.agent(
            url: "sip:\(localHost):\(localPort);transport=udp",
            userAgent: configuration.userAgent,
            transactionTimeout: configuration.transactionTimeout,
            takesRegistrations: configuration.registrar != nil
        )
        // Retained until Sofia has no more to say: see `didShutDown`.
        let owner = Unmanaged.passRetained(self)
        agent = SofiaAgent(root: loop.root, callback: sofiaDidReport, owner: owner.toOpaque(), tags: tags)
        guard agent != nil else {
            owner.release()
            loop.stop()
            throw TelephonyError(
                .cannotListen,
                "UDP port \(localPort) on \(localHost) is taken; choose another for SIP or end the program that has it."
            )
        }
    }

    // MARK: Calls

    /// Sends the INVITE; how it goes is told by the call's events.
    ///
    /// - Throws: `TelephonyError` with code `badTarget` or `shutDown`; nothing was sent then.
    package func placeCall(_ invitation: Invitation) throws(TelephonyError) -> SIPCall {
        try invitation.validate()
        guard let agent, !isShuttingDown else { throw TelephonyError(.shutDown, "The SIP endpoint was shut down.") }
        let id = nextID()
        let target = "sip:\(Invitation.user(invitation.number))@\(invitation.host):\(invitation.port)"
        let name = invitation.displayName.filter { $0 != "\"" && $0 != "\\" }
        var tags = SofiaTags()
        tags.target(
            url: target,
            from: "\(name.isEmpty ? "" : "\"\(name)\" ")<sip:\(Invitation.user(invitation.callerID))@\(localHost)>",
            to: "<\(target)>",
            callID: invitation.callID
        )
        guard let handle = SofiaHandle(nua: agent.nua, id: id, tags: tags) else {
            throw TelephonyError(.badTarget, "The trunk's address and the number make no SIP address.")
        }
        let (events, continuation) = AsyncStream<SIPCallEvent>.makeStream()
        let leg = SIPLeg(
            handle: handle,
            machine: CallMachine(calling: invitation.credentials != nil, at: now()),
            reoffers: ReofferMachine(ownsCallID: true, hasCredentials: invitation.credentials != nil),
            events: continuation,
            credentials: invitation.credentials,
            ringLimit: invitation.ringLimit
        )
        legs[id] = leg
        var body = SofiaTags()
        body.headers(invitation.headers)
        body.body(invitation.offer)
        handle.invite(body)
        startRingLimit(id)
        return SIPCall(
            id: id,
            callID: invitation.callID,
            direction: .outgoing,
            calledNumber: invitation.number,
            callingNumber: invitation.callerID,
            displayName: invitation.displayName,
            offer: invitation.offer,
            headers: [],
            events: events,
            endpoint: self
        )
    }

    private func nextID() -> UInt {
        lastID += 1
        return lastID
    }

    // MARK: What Sofia reports

    func take(_ handle: OpaquePointer, _ request: SofiaRequest, _ message: SofiaMessage) {
        let handle = SofiaHandle(owning: handle)
        if message.hasUnreadableBody || isRefusing || isShuttingDown {
            handle.respond(isRefusing || isShuttingDown ? 503 : 488, nil, SofiaTags())
            handle.close()
            return
        }
        let id = nextID()
        handle.bind(id)
        let (events, continuation) = AsyncStream<SIPCallEvent>.makeStream()
        legs[id] = SIPLeg(
            handle: handle,
            machine: CallMachine(calledAt: now()),
            reoffers: ReofferMachine(ownsCallID: false, hasCredentials: false),
            events: continuation,
            credentials: nil,
            ringLimit: .zero,
            peer: message.peer
        )
        let call = SIPCall(
            id: id,
            callID: request.callID,
            direction: .incoming,
            calledNumber: request.calledNumber,
            callingNumber: request.callingNumber,
            displayName: request.displayName,
            offer: message.description,
            headers: request.headers,
            events: events,
            endpoint: self
        )
        // Whoever took the calls may have gone.
        if case .terminated = incoming.yield(call) { reject(id, status: 503, reason: nil, headers: []) }
    }

    func registered(_ handle: OpaquePointer, _ sip: OpaqueSIP) {
        guard let agent else { return }
        register(handle, RegisterRequest(sip, agent), agent)
    }

    // MARK: Ending

    /// Takes no call any more: who calls is told 503 at once, and `incomingCalls` ends. Calls that are up go on.
    package func refuseCalls() {
        isRefusing = true
        incoming.finish()
    }

    /// Ends every call, waits for their ends but not for ever, and gives up the address.
    package func shutDown() async {
        guard let agent else { return }
        if !isShuttingDown {
            isShuttingDown = true
            incoming.finish()
            registrationChanges.finish()
            expiryWatch?.cancel()
            for id in legs.keys { hangUp(id, cause: 16) }
            // A peer that answers does so within the first retransmissions; one that does not would take 32 s.
            for _ in 0..<40 where !legs.isEmpty { try? await Task.sleep(for: .milliseconds(25)) }
            for id in legs.keys { abandon(id) }
            agent.shutDown()
            // Sofia itself waits 30 s for silent peers; nobody else has to. It finishes on its own thread.
            Task {
                try? await Task.sleep(for: .seconds(3))
                self.letWaitersGo()
            }
        }
        await withCheckedContinuation { waiter in
            if self.agent == nil { waiter.resume() } else { shutDownWaiters.append(waiter) }
        }
    }

    private func letWaitersGo() {
        for waiter in shutDownWaiters { waiter.resume() }
        shutDownWaiters = []
    }

    func didShutDown() {
        guard let agent else { return }
        self.agent = nil
        letWaitersGo()
        // Not from within Sofia's callback.
        Task {
            agent.destroy()
            loop.stop()
            Unmanaged.passUnretained(self).release()
        }
    }
}

/// A port that was free a moment ago: Sofia cannot be asked to take any and say which.
private func freeUDPPort(on host: String) -> UInt16? {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return nil }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
        }
    } ? UInt16(bigEndian: address.sin_port) : nil
}

/// Wall clock, milliseconds since 1970 UTC.
func now() -> Int64 { Int64((Date().timeIntervalSince1970 * 1_000).rounded()) }
