import CSpanDSP
import Testing

@testable import FaxEngine

@Suite("The families of T.30 completion codes")
struct FaxCauseTests {
    @Test("hold every code of spandsp")
    func everyCode() {
        #expect(FaxCause.families.count == Int(T30_ERR_CSA_UNACCEPTABLE) + 1)
        #expect(FaxCause.families.count == 62)
        for code in 0..<62 { #expect(!describeCompletion(code).isEmpty) }
        #expect(describeCompletion(62) == "???")
    }

    @Test(
        "put a code where its name says",
        arguments: [
            (T30_ERR_OK, .completed), (T30_ERR_T1_EXPIRED, .noFaxMachine), (T30_ERR_HDLC_CARRIER, .carrierLost),
            (T30_ERR_CANNOT_TRAIN, .trainingFailed), (T30_ERR_NOSIZESUPPORT, .incompatible),
            (T30_ERR_UNEXPECTED, .protocolError), (T30_ERR_TX_PHBDEAD, .trainingFailed),
            (T30_ERR_TX_PHDDEAD, .farEndSilent), (T30_ERR_TX_T5EXP, .farEndSilent),
            (T30_ERR_RX_NOCARRIER, .carrierLost),
            (T30_ERR_RX_NOFAX, .carrierLost), (T30_ERR_RX_T2EXPDCN, .farEndSilent), (T30_ERR_RX_T2EXP, .farEndSilent),
            (T30_ERR_RX_DCNWHY, .farEndHungUp), (T30_ERR_RX_DCNNORTN, .farEndHungUp), (T30_ERR_FILEERROR, .fileTrouble),
            (T30_ERR_NOMEM, .fileTrouble), (T30_ERR_RETRYDCN, .farEndSilent), (T30_ERR_CALLDROPPED, .farEndHungUp),
            (T30_ERR_NOPOLL, .notAccepted), (T30_ERR_CSA_UNACCEPTABLE, .notAccepted),
        ] as [(Int, FaxCause)]
    )
    func byName(code: Int, cause: FaxCause) {
        #expect(FaxCause(t30Code: code) == cause)
    }

    @Test("take an unknown code for a protocol error", arguments: [-1, 62, 1_000])
    func unknown(code: Int) {
        #expect(FaxCause(t30Code: code) == .protocolError)
    }
}
