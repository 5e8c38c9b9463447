/// Ends fax calls that would never end, and gives slow callers time.
///
/// spandsp 0.0.6 may wait for ever when the line loses frames, and takes continuous noise for an endless page. It also stops
/// answering after three DIS (19.6 s), where T.30 asks for T1 = 35 s ± 5 s (§5.4.3.1).
///
/// Units: frames of 20 ms; there is no clock in here.
package struct FaxWatchdog: Sendable {
    /// Units: frames of 20 ms.
    package struct Limits: Sendable, Codable {
        /// The longest time without a valid HDLC frame and without image progress.
        package var silence = seconds(90)
        package var page = seconds(10 * 60)
        package var call = seconds(90 * 60)
        /// How long after the answer an engine that heard nothing is still started anew; it then lasts 20 s more.
        package var answering = seconds(35)

        package init() {}

        package static func seconds(_ seconds: Int) -> Int { seconds * 50 }
    }

    enum Event: Sendable {
        /// A valid HDLC frame came from the far end.
        case frame
        /// The image on the line has grown.
        case image
        /// We send an image that nothing will be heard of for so many frames of 20 ms.
        case sendsImage(frames: Int)
        /// A page was confirmed, received or refused.
        case pageEnded
    }

    enum Verdict: Sendable, Equatable {
        case carryOn
        /// Start the answering engine anew.
        case restart
        case giveUp(Reason)
    }

    enum Reason: Sendable, Equatable {
        case silence
        case pageTooLong
        case callTooLong
    }

    private let limits: Limits
    private let role: FaxRole
    private var callFrames = 0
    /// Below zero while we send what nobody answers.
    private var quietFrames = 0
    private var pageFrames: Int?
    private(set) var heardFarEnd = false

    init(role: FaxRole, limits: Limits) {
        self.role = role
        self.limits = limits
    }

    mutating func observe(_ event: Event) {
        quietFrames = min(quietFrames, 0)
        switch event {
        case .frame: heardFarEnd = true
        case .image: pageFrames = pageFrames ?? 0
        case .sendsImage(let frames): quietFrames = -frames
        case .pageEnded: pageFrames = nil
        }
    }

    /// Counts one frame of 20 ms.
    mutating func elapse() -> Verdict {
        callFrames += 1
        quietFrames += 1
        if let page = pageFrames { pageFrames = page + 1 }
        if callFrames > limits.call { return .giveUp(.callTooLong) }
        if let page = pageFrames, page > limits.page { return .giveUp(.pageTooLong) }
        if quietFrames > limits.silence { return .giveUp(.silence) }
        return .carryOn
    }

    /// Judges an engine that has stopped of itself.
    func engineStopped() -> Verdict {
        role == .answering && !heardFarEnd && callFrames < limits.answering ? .restart : .carryOn
    }
}
