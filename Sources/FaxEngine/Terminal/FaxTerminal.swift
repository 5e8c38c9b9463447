/// One T.30 endpoint of one call: audio frames or T.38 packets in and out, events as they happen.
///
/// Runs on: one thread at a time, which calls it every 20 ms; not `Sendable`. The listener is called on that thread, after spandsp
/// has returned, and may call the terminal.
///
/// Standard: T.30 (with Annex A, error correction), T.4, T.6; T.38 as a terminal. Not done: polling, V.34, colour.
package final class FaxTerminal {
    private let role: FaxRole
    private var options: FaxOptions
    private let report: (FaxEvent) -> Void

    private var line: Line
    private var watchdog: FaxWatchdog
    private var detector: FaxToneDetector?
    private var ledger: FaxLedger
    /// Why we end the call, if it is us; else the engine says why it stopped.
    private var ending: ((_ code: Int) -> FaxLedger.Ending)?
    private var imageSeen = 0
    private var framesHeard = 0
    private var ticks = 0
    private var lastSamples = [Int16](repeating: 0, count: FaxFrame.samples)

    private enum Line {
        case audio(AudioFax)
        case t38(T38Fax, T38Options)
        case closed
    }

    package init(role: FaxRole, options: FaxOptions, events: @escaping (FaxEvent) -> Void) {
        self.role = role
        self.options = options
        report = events
        line = .audio(AudioFax(role: role, options: options))
        watchdog = FaxWatchdog(role: role, limits: options.limits)
        ledger = FaxLedger(document: options.document)
        detector = FaxToneDetector(role: role)
    }

    /// Whether `finished` has been reported; the terminal then gives silence.
    var isFinished: Bool { machine == nil }

    // MARK: audio

    /// Takes the far end's 20 ms and gives ours.
    ///
    /// Shape: mono, 8,000 Hz, 160 samples. An empty `received` is a lost frame; the one before is heard again, since silence
    /// inside an image makes the receiver believe that the carrier has gone.
    package func exchange(received: Span<Int16>, into output: inout OutputSpan<Int16>) {
        if case .audio(let fax) = line {
            if !received.isEmpty { keep(received) }
            let tone = lastSamples.withUnsafeBufferPointer { samples in
                fax.receive(samples)
                return detector?.listen(samples)
            }
            output.withUnsafeMutableBufferPointer { buffer, initialized in
                let count = min(FaxFrame.samples, buffer.count - initialized)
                let free = UnsafeMutableBufferPointer(rebasing: buffer[initialized..<initialized + count])
                fax.transmit(into: free)
                initialized += count
            }
            if let tone { report(.heardFaxTone(tone)) }
            attend()
        } else {
            output.append(repeating: 0, count: min(FaxFrame.samples, output.freeCapacity))
        }
    }

    private func keep(_ received: Span<Int16>) {
        for index in 0..<FaxFrame.samples { lastSamples[index] = index < received.count ? received[index] : 0 }
    }

    // MARK: T.38

    /// Goes on over T.38 with a fresh engine: the two ends begin anew with CED and DIS.
    ///
    /// A document that was being sent goes on at its first unconfirmed page. Pages received before are lost with the old engine,
    /// so change over when the far end has shown itself, not later.
    package func switchToT38(_ t38: T38Options) {
        guard !isFinished else { return }
        restart { .t38(T38Fax(role: role, options: options, t38: t38), t38) }
        detector = nil
    }

    /// Takes one IFP packet, already out of UDPTL, in order.
    package func receive(ifp packet: Span<UInt8>, sequence: UInt16) {
        guard case .t38(let fax, _) = line else { return }
        packet.withUnsafeBufferPointer { fax.receive($0, sequence: sequence) }
        attendSignals()
    }

    /// Lets 20 ms go by.
    ///
    /// `emit` gets each IFP packet, and how many copies of its datagram are to leave.
    package func tick(emit: (Span<UInt8>, _ copies: Int) -> Void) {
        guard case .t38(let fax, _) = line else { return }
        fax.tick(emit: emit)
        attend()
    }

    // MARK: the end

    /// The telephone call is over: the far end has hung up.
    package func hangUp() { end { .hungUp(code: $0, text: describeCompletion($0)) } }

    /// We end the call.
    package func cancel() { end { .cancelled(code: $0) } }

    private func end(_ ending: @escaping (_ code: Int) -> FaxLedger.Ending) {
        guard let machine else { return }
        self.ending = ending
        machine.terminate()
        attendSignals()
    }

    // MARK: what happens

    private var machine: T30Machine? {
        switch line {
        case .audio(let fax): fax.machine
        case .t38(let fax, _): fax.machine
        case .closed: nil
        }
    }

    private func restart(_ make: () -> Line) {
        // The old engine goes first: on its way out it removes an empty received file.
        line = .closed
        ledger.engineRestarted()
        options.document?.firstPage = ledger.firstPage
        imageSeen = 0
        framesHeard = 0
        line = make()
    }

    private func attend() {
        attendSignals()
        guard let machine else { return }
        ticks += 1
        if machine.framesReceived != framesHeard {
            framesHeard = machine.framesReceived
            watchdog.observe(.frame)
            detector = nil
        }
        if ticks % 50 == 0 { watchImage(machine) }
        if case .giveUp(let reason) = watchdog.elapse() { end { .watchdog(reason, code: $0) } }
    }

    /// Looks once a second whether the image on the line has grown.
    private func watchImage(_ machine: T30Machine) {
        let seen = machine.imageFrames + machine.figures.page.imageBytes
        if seen > 0, seen != imageSeen { watchdog.observe(.image) }
        imageSeen = seen
    }

    /// Without error correction spandsp does not show how far the sending of a page has come: reckon how long it lasts.
    private func expectImage(_ machine: T30Machine) {
        let figures = machine.figures
        guard options.document != nil, !figures.errorCorrection, figures.page.bitRate > 0 else { return }
        let bitFrames = figures.page.imageBytes * 8 * 50 / figures.page.bitRate
        // A receiver may ask for 40 ms a row at most (T.4 §2.2.2): two frames.
        watchdog.observe(.sendsImage(frames: max(bitFrames, figures.page.rows * 2)))
    }

    private func attendSignals() {
        while let machine, machine.hasSignals {
            for signal in machine.takeSignals() {
                handle(signal, machine)
                // The listener may have ended the call, or the engine may have been replaced.
                if self.machine !== machine { return }
            }
        }
    }

    private func handle(_ signal: T30Signal, _ machine: T30Machine) {
        switch signal {
        case .received(.confirmationToReceive), .sent(.confirmationToReceive):
            expectImage(machine)
            report(.negotiated(machine.parameters))
        case .ended(let code):
            engineEnded(code)
        default:
            guard let event = ledger.note(signal) else { return }
            if case .pageRepeated = event {} else { watchdog.observe(.pageEnded) }
            expectImage(machine)
            report(event)
        }
    }

    private func engineEnded(_ code: Int) {
        let cause = FaxCause(t30Code: code)
        if ending == nil, cause == .noFaxMachine || cause == .farEndSilent, watchdog.engineStopped() == .restart {
            return restartAnswering()
        }
        // The received file is complete when spandsp has let go of it.
        line = .closed
        detector = nil
        let ending = ending?(code) ?? .engine(code: code, text: describeCompletion(code))
        report(.finished(ledger.result(ending)))
    }

    private func restartAnswering() {
        if case .t38(_, let t38) = line {
            restart { .t38(T38Fax(role: role, options: options, t38: t38), t38) }
        } else {
            restart { .audio(AudioFax(role: role, options: options)) }
        }
    }
}

/// The frame in which media and fax meet: 20 ms of 8,000 Hz mono.
enum FaxFrame {
    static let samples = 160
}
