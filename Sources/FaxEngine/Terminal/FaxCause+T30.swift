extension FaxCause {
    /// The family of a spandsp completion code, 0 … 61 (`T30_ERR_…` in t30.h, in its order).
    init(t30Code code: Int) {
        self = Self.families.indices.contains(code) ? Self.families[code] : .protocolError
    }

    static let families: [FaxCause] = [
        .completed,  // OK
        // The link
        .noFaxMachine,  // CEDTONE: CED went on for more than 5 s
        .noFaxMachine,  // T0_EXPIRED
        .noFaxMachine,  // T1_EXPIRED
        .farEndSilent,  // T3_EXPIRED
        .carrierLost,  // HDLC_CARRIER
        .trainingFailed,  // CANNOT_TRAIN
        .protocolError,  // OPER_INT_FAIL
        .incompatible,  // INCOMPATIBLE
        .incompatible,  // RX_INCAPABLE
        .incompatible,  // TX_INCAPABLE
        .incompatible,  // NORESSUPPORT
        .incompatible,  // NOSIZESUPPORT
        .protocolError,  // UNEXPECTED
        // Told to a sender
        .trainingFailed,  // TX_BADDCS
        .farEndHungUp,  // TX_BADPG: DCN after a page
        .protocolError,  // TX_ECMPHD
        .farEndHungUp,  // TX_GOTDCN
        .protocolError,  // TX_INVALRSP
        .protocolError,  // TX_NODIS
        .trainingFailed,  // TX_PHBDEAD
        .farEndSilent,  // TX_PHDDEAD
        .farEndSilent,  // TX_T5EXP
        // Told to a receiver
        .protocolError,  // RX_ECMPHD
        .protocolError,  // RX_GOTDCS
        .protocolError,  // RX_INVALCMD
        .carrierLost,  // RX_NOCARRIER
        .carrierLost,  // RX_NOEOL
        .carrierLost,  // RX_NOFAX
        .farEndSilent,  // RX_T2EXPDCN
        .farEndSilent,  // RX_T2EXPD
        .farEndSilent,  // RX_T2EXPFAX
        .farEndSilent,  // RX_T2EXPMPS
        .farEndSilent,  // RX_T2EXPRR
        .farEndSilent,  // RX_T2EXP
        .farEndHungUp,  // RX_DCNWHY
        .farEndHungUp,  // RX_DCNDATA
        .farEndHungUp,  // RX_DCNFAX
        .farEndHungUp,  // RX_DCNPHD
        .farEndHungUp,  // RX_DCNRRD
        .farEndHungUp,  // RX_DCNNORTN
        // Files
        .fileTrouble,  // FILEERROR
        .fileTrouble,  // NOPAGE
        .fileTrouble,  // BADTIFF
        .fileTrouble,  // BADPAGE
        .fileTrouble,  // BADTAG
        .fileTrouble,  // BADTIFFHDR
        .fileTrouble,  // NOMEM
        // General
        .farEndSilent,  // RETRYDCN
        .farEndHungUp,  // CALLDROPPED
        // Negotiation
        .notAccepted,  // NOPOLL
        .notAccepted,  // IDENT_UNACCEPTABLE
        .notAccepted,  // SUB_UNACCEPTABLE
        .notAccepted,  // SEP_UNACCEPTABLE
        .notAccepted,  // PSA_UNACCEPTABLE
        .notAccepted,  // SID_UNACCEPTABLE
        .notAccepted,  // PWD_UNACCEPTABLE
        .notAccepted,  // TSA_UNACCEPTABLE
        .notAccepted,  // IRA_UNACCEPTABLE
        .notAccepted,  // CIA_UNACCEPTABLE
        .notAccepted,  // ISP_UNACCEPTABLE
        .notAccepted,  // CSA_UNACCEPTABLE
    ]
}
