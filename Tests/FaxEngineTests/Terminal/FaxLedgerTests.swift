import CSpanDSP
import Testing

@testable import FaxEngine

@Suite("The fax ledger")
struct FaxLedgerTests {
    private func figures(sent: Int = 0, received: Int = 0, of pages: Int = 3) -> T30Figures {
        var raw = t30_stats_t()
        raw.pages_tx = Int32(sent)
        raw.pages_rx = Int32(received)
        raw.pages_in_file = Int32(pages)
        return T30Figures(raw)
    }

    private func sender(firstPage: Int = 0) -> FaxLedger {
        FaxLedger(document: OutgoingPages(path: "three.tif", firstPage: firstPage))
    }

    @Test("counts a page at MCF, RTP and PIP, and at nothing else")
    func answers() {
        for answer in [T30Frame.Control.messageConfirmation, .retrainPositive, .interruptPositive] {
            var ledger = sender()
            #expect(ledger.note(.pageAnswered(answer, figures(sent: 1))) == .pageConfirmed(index: 0, figures().page))
        }
        for answer in [T30Frame.Control.retrainNegative, .interruptNegative] {
            var ledger = sender()
            #expect(ledger.note(.pageAnswered(answer, figures(sent: 0))) == .pageRefused(index: 0))
        }
        var ledger = sender()
        #expect(ledger.note(.pageAnswered(nil, figures(sent: 0))) == nil)
        #expect(ledger.note(.received(.messageConfirmation)) == nil)
    }

    @Test("does not count a page twice")
    func twice() {
        var ledger = sender()
        _ = ledger.note(.pageAnswered(.messageConfirmation, figures(sent: 1)))
        #expect(ledger.note(.pageAnswered(.messageConfirmation, figures(sent: 1))) == nil)
        #expect(ledger.result(.cancelled(code: 0)).pagesConfirmed == 1)
    }

    @Test("does not believe in success while a page lacks its confirmation")
    func notComplete() {
        var ledger = sender()
        _ = ledger.note(.pageAnswered(.messageConfirmation, figures(sent: 1)))
        #expect(ledger.result(.engine(code: 0, text: "OK")).cause == .protocolError)
    }

    @Test("calls a fax complete when the far end hangs up after the last confirmation")
    func hungUpAfterTheLast() {
        var ledger = sender(firstPage: 2)
        #expect(
            ledger.note(.pageAnswered(.messageConfirmation, figures(sent: 1)))
                == .pageConfirmed(index: 2, figures().page)
        )
        #expect(ledger.result(.hungUp(code: Int(T30_ERR_CALLDROPPED), text: "")).cause == .completed)
    }

    @Test("numbers pages on after a new engine")
    func newEngine() {
        var ledger = sender()
        _ = ledger.note(.pageAnswered(.messageConfirmation, figures(sent: 1)))
        ledger.engineRestarted()
        #expect(ledger.firstPage == 1)
        #expect(
            ledger.note(.pageAnswered(.messageConfirmation, figures(sent: 1)))
                == .pageConfirmed(index: 1, figures().page)
        )
        #expect(ledger.result(.cancelled(code: 0)).pagesConfirmed == 2)
    }

    @Test("calls a fax complete whose engine was made anew after the last confirmation")
    func newEngineAfterTheLast() {
        var ledger = sender(firstPage: 2)
        _ = ledger.note(.pageAnswered(.messageConfirmation, figures(sent: 1)))
        ledger.engineRestarted()
        #expect(ledger.result(.engine(code: Int(T30_ERR_FILEERROR), text: "")).cause == .completed)
    }

    @Test("takes a page as received when we answer for it, and once")
    func receiving() {
        var ledger = FaxLedger(document: nil)
        #expect(ledger.note(.sent(.messageConfirmation)) == nil)
        #expect(ledger.note(.pageAnswered(nil, figures(received: 1))) == nil)
        #expect(ledger.note(.sent(.messageConfirmation)) == .pageReceived(index: 0, figures().page))
        #expect(ledger.note(.sent(.messageConfirmation)) == nil)
        #expect(ledger.result(.engine(code: 0, text: "OK")).cause == .completed)
    }

    @Test("does not call a call complete that ends with a page unanswered, or refused by us")
    func lastNotReceived() {
        var ledger = FaxLedger(document: nil)
        _ = ledger.note(.pageAnswered(nil, figures(received: 1)))
        _ = ledger.note(.sent(.messageConfirmation))
        _ = ledger.note(.pageAnswered(nil, figures(received: 2)))
        // spandsp is content with the EOP of the second page, though we never answered it.
        #expect(ledger.result(.hungUp(code: 0, text: "OK")).cause == .protocolError)
        _ = ledger.note(.sent(.retrainNegative))
        #expect(ledger.result(.engine(code: 0, text: "OK")).cause == .pageRefused)
        _ = ledger.note(.pageAnswered(nil, figures(received: 2)))
        _ = ledger.note(.sent(.messageConfirmation))
        #expect(ledger.result(.engine(code: 0, text: "OK")).cause == .completed)
    }

    @Test("does not call a call without a page complete")
    func nothingReceived() {
        #expect(FaxLedger(document: nil).result(.engine(code: 0, text: "OK")).cause == .protocolError)
    }

    @Test("names the watchdog's reason")
    func watchdog() {
        let result = sender().result(.watchdog(.pageTooLong, code: Int(T30_ERR_CALLDROPPED)))
        #expect(result.cause == .timedOut)
        #expect(result.text == "One page took too long.")
        #expect(result.code == Int(T30_ERR_CALLDROPPED))
    }
}
