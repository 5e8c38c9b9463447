import Foundation
import ServiceLifecycle
import Telephony

/// A telephone exchange on loopback: a carrier with digest authentication, and subscribers of every kind behind it.
///
/// `open` takes its ports and reads its sounds, so that whatever is wrong is said at once; `run` serves until it is
/// cancelled or asked to stop, and then ends every call.
package final class Exchange: Service {
    /// Where it listens for SIP.
    package let port: UInt16
    package let log: ExchangeLog

    private let configuration: ExchangeConfiguration
    private let endpoint: SIPEndpoint
    private let surroundings: CallSurroundings
    private let authenticator: DigestAuthenticator
    private let passwords: [String: String]
    private let places: CallCounter

    /// Throws: `PhoneNetworkError`, with a sentence about what to change.
    package static func open(_ configuration: ExchangeConfiguration) async throws(PhoneNetworkError) -> Exchange {
        let sounds = try SoundLibrary(configuration)
        let log = try ExchangeLog(path: configuration.logPath)
        if let folder = configuration.faxFolder { try prepare(folder) }
        let engine: MediaEngine
        let endpoint: SIPEndpoint
        do {
            engine = try MediaEngine(bindAddress: configuration.host, ports: configuration.mediaPorts)
            endpoint = try await SIPEndpoint(
                SIPEndpoint.Configuration(
                    host: configuration.host,
                    port: configuration.port,
                    userAgent: "loopback-exchange"
                )
            )
        } catch {
            throw PhoneNetworkError(.port, "The exchange cannot open its ports: \(error)")
        }
        let surroundings = CallSurroundings(
            host: configuration.host,
            engine: engine,
            sounds: sounds,
            log: log,
            faxFolder: configuration.faxFolder,
            maximumDuration: configuration.maximumCallDuration,
            longestSilence: configuration.longestSilence
        )
        return Exchange(configuration, endpoint, surroundings)
    }

    private init(_ configuration: ExchangeConfiguration, _ endpoint: SIPEndpoint, _ surroundings: CallSurroundings) {
        self.configuration = configuration
        self.endpoint = endpoint
        self.surroundings = surroundings
        port = endpoint.localPort
        log = surroundings.log
        authenticator = DigestAuthenticator(realm: configuration.realm)
        passwords = Dictionary(configuration.users.map { ($0.name, $0.password) }) { first, _ in first }
        places = CallCounter(limit: configuration.maximumCalls)
    }

    private static func prepare(_ folder: String) throws(PhoneNetworkError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw PhoneNetworkError(
                .folder,
                "The folder \(folder) for received faxes cannot be made: \(error.localizedDescription)"
            )
        }
    }

    package func run() async {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await serve()
            } onGracefulShutdown: {
                Task { await self.endpoint.shutDown() }
            }
        } onCancel: {
            Task { await endpoint.shutDown() }
        }
    }

    private func serve() async {
        await withDiscardingTaskGroup { group in
            let callers = configuration.callers.map { caller in Task { await self.place(caller) } }
            for await call in endpoint.incomingCalls { group.addTask { await self.take(call) } }
            for caller in callers { caller.cancel() }
            await endpoint.shutDown()
            for caller in callers { await caller.value }
        }
    }

    // MARK: Calls to subscribers

    private func take(_ call: SIPCall) async {
        func log(_ event: ExchangeEvent) { self.log.record(event, callID: call.callID) }
        log(.invited(from: call.callingNumber, to: call.calledNumber))
        guard places.enter() else {
            log(.rejected(status: 503))
            return await call.reject(.unavailable(retryAfterSeconds: nil))
        }
        defer { places.leave() }
        let time = Int64(Date().timeIntervalSince1970 * 1_000)
        let verdict = authenticator.check(
            call.headers["Authorization"],
            method: "INVITE",
            at: time,
            password: { passwords[$0] }
        )
        switch verdict {
        case .accepted(let user):
            log(.authenticated(user: user))
            await connect(call)
        case .missing, .stale:
            log(.challenged)
            let challenge = authenticator.challenge(at: time, stale: verdict == .stale)
            await call.reject(status: 401, headers: [SIPHeader("WWW-Authenticate", challenge)])
        case .wrong:
            log(.refusedCredentials)
            await call.reject(.forbidden)
        }
    }

    private func connect(_ call: SIPCall) async {
        let behaviour = configuration.plan.behaviour(of: call.calledNumber)
        var fax: PaperTray?
        if case .fax = behaviour {
            fax = configuration.faxFolder.flatMap { PaperTray(folder: $0, callID: call.callID, serial: call.id) }
            guard fax != nil else {
                log.record(.rejected(status: 480), callID: call.callID)
                return await call.reject(.noAnswer)
            }
        }
        await follow(ExchangeCall(call, subscriber: Subscriber(behaviour), surroundings: surroundings, fax: fax))
    }

    /// A call is gone through with even where this task is cancelled, so that its end is written down: shutting down ends it.
    private func follow(_ call: ExchangeCall) async {
        await Task { await call.run() }.value
    }

    // MARK: Calls by subscribers

    /// Has a subscriber call the dialer as often as it should.
    private func place(_ caller: ScheduledCaller) async {
        guard (try? await Task.sleep(for: caller.firstAfter)) != nil else { return }
        await withDiscardingTaskGroup { group in
            for turn in 1...max(1, caller.times) {
                group.addTask { await self.dial(caller) }
                guard turn < caller.times, (try? await Task.sleep(for: caller.every)) != nil else { return }
            }
        }
    }

    private func dial(_ caller: ScheduledCaller) async {
        guard let dialer = configuration.dialer else { return }
        let callID = "s\(caller.number)-\(UUID().uuidString.prefix(8).lowercased())@\(configuration.host)"
        log.record(.dialled(from: caller.number, to: caller.dials), callID: callID)
        func notPlaced(_ why: String) { log.record(.ended(by: .exchange, cause: "not placed: \(why)"), callID: callID) }
        guard places.enter() else { return notPlaced("all \(configuration.maximumCalls) places are taken") }
        defer { places.leave() }
        guard let port = try? surroundings.engine.openPort() else { return notPlaced("no media port is free") }
        let local = LocalAudio(host: configuration.host, port: port.localPort)
        let origin = SessionOrigin(id: UInt64.random(in: 1...UInt64(Int64.max)), host: configuration.host)
        let invitation = Invitation(
            host: dialer.host,
            port: dialer.port,
            number: caller.dials,
            callerID: caller.number,
            callID: callID,
            offer: .audioOffer(local, origin: origin)
        )
        do {
            let call = try await endpoint.placeCall(invitation)
            let subscriber = Subscriber(calling: caller.script)
            await follow(ExchangeCall(call, subscriber: subscriber, surroundings: surroundings, port: port))
        } catch {
            port.close()
            notPlaced("\(error)")
        }
    }
}
