import CSofiaSIP

/// Where Sofia reports to: on the signalling thread, with our actor as `magic` and a leg's number as `handleMagic`.
///
/// The number is never a pointer, so that a late event of a call that is gone finds nothing instead of freed memory.
let sofiaDidReport: nua_callback_f = { event, status, phrase, _, magic, handle, handleMagic, sip, tags in
    guard let magic else { return }
    let endpoint = Unmanaged<SIPEndpoint>.fromOpaque(UnsafeRawPointer(magic)).takeUnretainedValue()
    let report = SofiaReport(
        event: event,
        status: Int(status),
        phrase: phrase.map { String(cString: $0) } ?? "",
        id: UInt(bitPattern: handleMagic),
        state: cs_call_state(tags),
        handle: handle,
        sip: sip.map { OpaqueSIP($0) }
    )
    nonisolated(unsafe) let borrowed = report
    endpoint.assumeIsolated { $0.handle(borrowed) }
}

/// One callback of Sofia's; valid only while it lasts.
struct SofiaReport {
    fileprivate let event: nua_event_t
    let status: Int
    let phrase: String
    let id: UInt
    fileprivate let state: Int32
    fileprivate let handle: OpaquePointer?
    fileprivate let sip: OpaqueSIP?
}

extension SIPEndpoint {
    fileprivate func handle(_ report: SofiaReport) {
        switch report.event {
        case nua_r_shutdown: if report.status >= 200 { didShutDown() }
        case nua_i_invite: invited(report)
        case nua_r_invite:
            let response = CallMachine.Response(
                status: report.status,
                phrase: report.phrase,
                message: SofiaMessage(report.sip)
            )
            if legs[report.id]?.machine.isInviting == true {
                if (200...299).contains(response.status) { legs[report.id]?.peer = response.message.peer }
                handle(.response(response), report.id)
            } else {
                perform(legs[report.id]?.reoffers.response(response, chance: .random(in: 0...1)), report.id)
            }
        case nua_r_bye:
            let response = CallMachine.Response(
                status: report.status,
                phrase: report.phrase,
                message: SofiaMessage(report.sip)
            )
            handle(.byeAnswered(response), report.id)
        case nua_i_ack: acknowledged(SofiaMessage(report.sip), report.id)
        case nua_i_cancel:
            // It may be a re-INVITE that the peer takes back; no answer of ours went out.
            legs[report.id]?.reoffers.peerAnswered()
            legs[report.id]?.acknowledgementWaiter.take()?.resume(returning: nil)
            handle(.peerCancelled(SofiaMessage(report.sip)), report.id)
        case nua_i_bye: handle(.peerHungUp(SofiaMessage(report.sip)), report.id)
        case nua_i_state:
            if report.state == Int32(nua_callstate_terminated.rawValue) { handle(.terminated, report.id) }
        case nua_i_register:
            guard let handle = report.handle, let sip = report.sip else { return }
            registered(handle, sip)
            if report.id == 0 { SofiaHandle(owning: handle).close() }
        case nua_i_options:
            // Sofia answers it; outside a call it leaves us with a handle.
            if report.id == 0, let handle = report.handle { SofiaHandle(owning: handle).close() }
        default: break
        }
    }

    private func invited(_ report: SofiaReport) {
        guard let sip = report.sip, let handle = report.handle else { return }
        let message = SofiaMessage(sip)
        if report.id == 0 {
            take(handle, SofiaRequest(sip), message)
        } else if let leg = legs[report.id] {
            guard !message.hasUnreadableBody else {
                leg.handle.respond(488, nil, SofiaTags())
                return
            }
            guard legs[report.id]?.reoffers.peerOffered() == true else { return }
            leg.events.yield(.reoffer(message.description))
        }
    }
}
