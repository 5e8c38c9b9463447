/// Keeps count of pages, and says how a call ended.
///
/// A page is confirmed by MCF, RTP or PIP and nothing less. spandsp reports a call as good even after RTN to the last page, and once
/// it has heard EOP, so its verdict is checked against this count.
struct FaxLedger {
    enum Ending {
        /// The engine came to its end.
        case engine(code: Int, text: String)
        /// The far end hung up the telephone call.
        case hungUp(code: Int, text: String)
        case cancelled(code: Int)
        case watchdog(FaxWatchdog.Reason, code: Int)
    }

    /// Page of the document, from 0, at which the engine that runs now began.
    private(set) var firstPage: Int
    private let sends: Bool
    private var confirmed = 0
    private var received = 0
    private var pagesInDocument: Int?
    /// Pages that the running engine has done with.
    private var engineDone = 0
    private var lastRefused = false
    /// A page that came and is not answered yet.
    private var unanswered: T30Figures?

    init(document: OutgoingPages?) {
        firstPage = document?.firstPage ?? 0
        sends = document != nil
    }

    /// A new engine goes on where the last one was confirmed.
    mutating func engineRestarted() {
        firstPage += engineDone
        engineDone = 0
        unanswered = nil
    }

    mutating func note(_ signal: T30Signal) -> FaxEvent? {
        switch signal {
        case .received(.partialPageRequest), .sent(.partialPageRequest):
            .pageRepeated(index: firstPage + engineDone)
        case .pageAnswered(let answer, let figures):
            sends ? answered(answer, figures) : pageCame(figures)
        case .sent(.messageConfirmation), .sent(.retrainPositive):
            weConfirmed()
        case .sent(.retrainNegative):
            sends ? nil : weRefused()
        case .received, .sent, .ended:
            nil
        }
    }

    private mutating func answered(_ answer: T30Frame.Control?, _ figures: T30Figures) -> FaxEvent? {
        pagesInDocument = figures.pagesInDocument
        switch answer {
        // RTP and PIP too say that the page came (T.30 §5.3.6.1.7); they ask for training or a talk before the next.
        case .messageConfirmation, .retrainPositive, .interruptPositive:
            guard figures.pagesSent > engineDone else { return nil }
            engineDone = figures.pagesSent
            confirmed += 1
            lastRefused = false
            return .pageConfirmed(index: firstPage + engineDone - 1, figures.page)
        case .retrainNegative, .interruptNegative:
            lastRefused = true
            return .pageRefused(index: firstPage + engineDone)
        default:
            return nil
        }
    }

    private mutating func pageCame(_ figures: T30Figures) -> FaxEvent? {
        unanswered = figures.pagesReceived > engineDone ? figures : nil
        return nil
    }

    private mutating func weConfirmed() -> FaxEvent? {
        // The MCF after a part of an error-corrected page, and a repeated MCF, have no page behind them.
        guard let page = unanswered else { return nil }
        unanswered = nil
        engineDone = page.pagesReceived
        received += 1
        lastRefused = false
        return .pageReceived(index: engineDone - 1, page.page)
    }

    private mutating func weRefused() -> FaxEvent? {
        unanswered = nil
        lastRefused = true
        return .pageRefused(index: engineDone)
    }

    func result(_ ending: Ending) -> FaxResult {
        let (cause, code, text) = verdict(ending)
        return FaxResult(cause: cause, code: code, text: text, pagesConfirmed: confirmed, pagesReceived: received)
    }

    private func verdict(_ ending: Ending) -> (FaxCause, Int, String) {
        if allConfirmed { return (.completed, 0, "Every page was confirmed.") }
        switch ending {
        case .engine(let code, let text), .hungUp(let code, let text):
            if code == 0, let lack { return (lack.cause, code, lack.text) }
            if case .hungUp = ending, code != 0 { return (.farEndHungUp, code, text) }
            return (FaxCause(t30Code: code), code, text)
        case .cancelled(let code):
            return (.cancelled, code, "We ended the call.")
        case .watchdog(let reason, let code):
            return (.timedOut, code, reason.text)
        }
    }

    private var allConfirmed: Bool {
        guard sends, let pagesInDocument else { return false }
        return confirmed > 0 && firstPage + engineDone >= pagesInDocument
    }

    /// What a call lacks that spandsp calls good.
    private var lack: (cause: FaxCause, text: String)? {
        if lastRefused { return (.pageRefused, "The last page was refused.") }
        if sends { return (.protocolError, "The call ended without confirmation of every page.") }
        if unanswered != nil { return (.protocolError, "The call ended before the last page was answered.") }
        return received == 0 ? (.protocolError, "The call ended without a page.") : nil
    }
}

extension FaxWatchdog.Reason {
    var text: String {
        switch self {
        case .silence: "Nothing valid came from the far end for too long."
        case .pageTooLong: "One page took too long."
        case .callTooLong: "The call took too long."
        }
    }
}
