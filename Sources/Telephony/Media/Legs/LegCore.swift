import CMediaIO
import Synchronization

/// A leg as its media thread sees it.
///
/// Made by the caller, handed to a thread, and from then on touched by that thread alone; only `commands`, `signals`,
/// `isQueued` and `end` are shared, and those are made for it.
final class LegCore: MailboxNode, @unchecked Sendable {
    let port: MediaPort
    let session: RTPSession
    let commands = Mailbox<LegCommand>()
    let signals = SignalRing()
    /// Whether the leg lies in its thread's mailbox to the pump.
    let isQueued = Atomic(false)
    let outcome = LegOutcome()
    let events: AsyncStream<MediaEvent>.Continuation

    private var part: any LegPart
    private let silenceLimit: Int
    private var framesSinceLife = 0
    private var hasHeard = false
    private var isSilenceTold = false
    private var frames = 0
    private var lateFrames = 0
    var ifpReceived = 0
    var ifpLost = 0
    private(set) var hasSignalled = false
    private(set) var hasEnded = false
    private(set) var isDetached = false
    /// Set before the `ended` signal, read after it.
    private(set) var finalStatistics = MediaStatistics()

    /// Bounds of one tick, so that a flood on one leg costs the others nothing.
    private static let batchesPerTick = 4
    private static let commandsPerTick = 8
    /// Each datagram and command may signal twice, and a tick a few times by itself.
    private static let signalsPerTick = 2 * (batchesPerTick * Int(CMediaIO_batch_capacity) + commandsPerTick) + 8
    /// RTCP is looked at twice a second; the kernel notes when it came.
    private static let framesPerControlRead = 25

    init(
        port: MediaPort,
        parameters: MediaParameters,
        part: any LegPart,
        events: AsyncStream<MediaEvent>.Continuation
    ) {
        self.port = port
        self.part = part
        self.events = events
        session = RTPSession(port: port, parameters: parameters)
        silenceLimit = parameters.silenceLimitMilliseconds / AudioFrame.milliseconds
        super.init()
        // The socket is bound since the INVITE, and the network may have played its ringing to it all the while.
        if parameters.continuing == nil { port.discardWaiting() }
        part.begin(on: self)
    }

    // MARK: On the media thread

    func tick(isLate: Bool, batch: OpaquePointer, retired: Mailbox<LegCommand>) {
        frames += 1
        if isLate { lateFrames += 1 }
        if signals.free >= Self.signalsPerTick {
            performCommands(retired: retired)
            guard !hasEnded else { return }
            receive(batch)
        }
        part.tick(on: self)
        if part.isRTP { session.report() }
        watchForSilence()
    }

    private func performCommands(retired: Mailbox<LegCommand>) {
        for _ in 0..<Self.commandsPerTick {
            guard !hasEnded, let command = commands.take() else { return }
            command._withUnsafeGuaranteedRef { perform($0) }
            retired.post(command)
        }
    }

    private func perform(_ command: LegCommand) {
        switch command.action {
        case .update(let remote):
            session.update(remote)
        case .sendKeys(let codes):
            session.enqueue(keys: codes)
        case .become(let next):
            part.end(on: self)
            command.replaced = part
            part = next
            part.begin(on: self)
        case .end(let isDetached):
            end(isDetached: isDetached)
        case .play, .stopPlayback, .hear, .record:
            part.perform(command, on: self)
        }
    }

    private func receive(_ batch: OpaquePointer) {
        for _ in 0..<Self.batchesPerTick {
            let count = Int(CMediaIO_batch_receive(batch, port.rtp))
            for index in 0..<count { part.receive(CMediaIO_batch_datagram(batch, Int32(index)), on: self) }
            if count < CMediaIO_batch_capacity { break }
        }
        guard frames % Self.framesPerControlRead == 0 else { return }
        for index in 0..<Int(CMediaIO_batch_receive(batch, port.rtcp)) {
            if session.receiveControl(CMediaIO_batch_datagram(batch, Int32(index))) { noteLife() }
        }
    }

    /// The far end was heard.
    func notePacket() {
        noteLife()
        guard !hasHeard else { return }
        hasHeard = true
        signal(.firstPacket)
    }

    /// The far end is there, though it may have nothing to say: one that suppresses silence sends only RTCP.
    private func noteLife() {
        framesSinceLife = 0
        isSilenceTold = false
    }

    private func watchForSilence() {
        guard session.remote.receives else {
            framesSinceLife = 0
            return
        }
        framesSinceLife += 1
        guard framesSinceLife >= silenceLimit, !isSilenceTold, signals.free > 1 else { return }
        isSilenceTold = true
        signal(.remoteSilent)
    }

    func signal(_ signal: LegSignal) {
        signals.put(signal)
        hasSignalled = true
    }

    func clearSignalled() { hasSignalled = false }

    func end(isDetached: Bool) {
        guard !hasEnded else { return }
        part.end(on: self)
        // A stream that goes on elsewhere does not say BYE, nor one that was given up for T.38.
        if !isDetached, part.isRTP { session.report(isLast: true) }
        finalStatistics = session.statistics
        finalStatistics.frames = frames
        finalStatistics.lateFrames = lateFrames
        finalStatistics.ifpReceived = ifpReceived
        finalStatistics.ifpLost = ifpLost
        self.isDetached = isDetached
        hasEnded = true
        signal(.ended)
    }

    // MARK: On the event pump

    /// Turns the leg's signals into events.
    func deliver() {
        while let signal = signals.take() {
            switch signal {
            case .firstPacket:
                events.yield(.firstPacket)
            case .digit(let code):
                events.yield(.digit(TelephoneKey.character(for: code)))
            case .playbackFinished(let id, let milliseconds):
                events.yield(.playbackFinished(playlist: id, heardMilliseconds: milliseconds))
            case .playbackStopped(let id, let milliseconds, let clip):
                events.yield(.playbackStopped(playlist: id, heardMilliseconds: milliseconds, clip: clip))
            case .remoteSilent:
                events.yield(.remoteSilent)
            case .ended:
                if !isDetached { port.close() }
                events.yield(.ended(finalStatistics))
                events.finish()
                outcome.settle(finalStatistics)
            }
        }
    }
}
