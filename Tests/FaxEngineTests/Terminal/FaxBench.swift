import Foundation

@testable import FaxEngine

/// Two terminals on one line, in simulated time: as many 20 ms steps as the call needs, as fast as they run.
final class FaxBench {
    let directory: URL
    private(set) var calling: FaxTerminal!
    private(set) var answering: FaxTerminal!
    private let callingLog = EventLog()
    private let answeringLog = EventLog()
    /// What the line does to a frame on its way; nil loses it.
    var lineToAnswering: (Int, [Int16]) -> [Int16]? = { $1 }
    var lineToCalling: (Int, [Int16]) -> [Int16]? = { $1 }
    /// Runs before each step, with the count of 20 ms steps so far.
    var beforeStep: (Int) -> Void = { _ in }
    private(set) var steps = 0
    var losesPackets = false
    /// What becomes of a packet on its way.
    var onPacket: ((_ packet: [UInt8], _ toAnswering: Bool) -> [[UInt8]])?
    /// Units: bytes.
    private(set) var longestPacket = 0
    private(set) var mostCopies = 0

    var sent: [FaxEvent] { callingLog.events }
    var received: [FaxEvent] { answeringLog.events }
    var sentPath: String { directory.appending(path: "sent.tif").path() }
    var twinPath: String { directory.appending(path: "twin.tif").path() }
    var receivedPath: String { directory.appending(path: "received.tif").path() }

    init(
        pages: [TestPage],
        linesPerInch: Int = 196,
        twin: [TestPage]? = nil,
        firstPage: Int = 0,
        calling adjustCalling: (inout FaxOptions) -> Void = { _ in },
        answering adjustAnswering: (inout FaxOptions) -> Void = { _ in }
    ) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "fax-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try writeTIFF(pages, linesPerInch: linesPerInch, to: sentPath)
        var options = FaxOptions()
        options.identity = "+86 171 0000 0001"
        options.document = OutgoingPages(path: sentPath, firstPage: firstPage)
        if let twin {
            try writeTIFF(twin, linesPerInch: 98, to: twinPath)
            options.document?.standardResolutionPath = twinPath
        }
        adjustCalling(&options)
        calling = FaxTerminal(role: .calling, options: options) { [callingLog] in callingLog.events.append($0) }
        options = FaxOptions()
        options.identity = "+86 171 0000 0002"
        options.receivePath = receivedPath
        adjustAnswering(&options)
        answering = FaxTerminal(role: .answering, options: options) { [answeringLog] in answeringLog.events.append($0) }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Puts a terminal of the test's own in the caller's place.
    func replaceCalling(_ terminal: FaxTerminal) { calling = terminal }

    var bothFinished: Bool { calling.isFinished && answering.isFinished }

    /// Carries audio both ways until both ends have finished.
    ///
    /// Units: simulated seconds.
    func runAudio(limit: Int = 600, until done: (FaxBench) -> Bool = { $0.bothFinished }) {
        var toAnswering: [Int16]? = [Int16](repeating: 0, count: 160)
        var toCalling: [Int16]? = toAnswering
        while !done(self), steps < limit * 50 {
            beforeStep(steps)
            let fromCalling = exchange(calling, toCalling ?? [])
            let fromAnswering = exchange(answering, toAnswering ?? [])
            toAnswering = lineToAnswering(steps, fromCalling)
            toCalling = lineToCalling(steps, fromAnswering)
            steps += 1
        }
    }

    /// Carries IFP packets both ways, in order, until both ends have finished.
    ///
    /// Units: simulated seconds.
    func runT38(limit: Int = 600, until done: (FaxBench) -> Bool = { $0.bothFinished }) {
        var next: (UInt16, UInt16) = (0, 0)
        while !done(self), steps < limit * 50 {
            beforeStep(steps)
            carry(from: calling, to: answering, &next.0)
            carry(from: answering, to: calling, &next.1)
            steps += 1
        }
    }

    private func carry(from: FaxTerminal, to: FaxTerminal, _ sequence: inout UInt16) {
        from.tick { packet, copies in
            longestPacket = max(longestPacket, packet.count)
            mostCopies = max(mostCopies, copies)
            if losesPackets { return sequence &+= 1 }
            guard let change = onPacket else {
                to.receive(ifp: packet, sequence: sequence)
                return sequence &+= 1
            }
            for changed in change((0..<packet.count).map { packet[$0] }, to === answering) {
                to.receive(ifp: changed.span, sequence: sequence)
                sequence &+= 1
            }
        }
    }
}

/// Gives one frame to a terminal and takes one; an empty frame is a lost one.
func exchange(_ terminal: FaxTerminal, _ received: [Int16]) -> [Int16] {
    [Int16](unsafeUninitializedCapacity: FaxFrame.samples) { buffer, count in
        var output = OutputSpan(buffer: buffer, initializedCount: 0)
        terminal.exchange(received: received.span, into: &output)
        count = output.finalize(for: buffer)
    }
}

final class EventLog {
    var events: [FaxEvent] = []
}

extension [FaxEvent] {
    var result: FaxResult? {
        guard case .finished(let result) = last else { return nil }
        return result
    }

    var parameters: [FaxParameters] {
        compactMap { if case .negotiated(let parameters) = $0 { parameters } else { nil } }
    }
    var confirmed: [Int] { compactMap { if case .pageConfirmed(let index, _) = $0 { index } else { nil } } }
    var refused: [Int] { compactMap { if case .pageRefused(let index) = $0 { index } else { nil } } }
    var received: [Int] { compactMap { if case .pageReceived(let index, _) = $0 { index } else { nil } } }
    var tones: [FaxTone] { compactMap { if case .heardFaxTone(let tone) = $0 { tone } else { nil } } }
}
