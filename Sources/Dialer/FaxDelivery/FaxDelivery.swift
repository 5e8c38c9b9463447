import Campaigns
import FaxEngine
import Foundation
import Logging
import Telephony

/// One fax call: from its lease to the record.
struct FaxDelivery {
    private let lease: FaxLease
    private let office: CallOffice
    private let faxes: FaxOffice
    private let logger: Logger

    init(_ lease: FaxLease, office: CallOffice, faxes: FaxOffice, logger: Logger) {
        self.lease = lease
        self.office = office
        self.faxes = faxes
        var logger = logger
        logger[metadataKey: "fax"] = "\(lease.job)"
        self.logger = logger
    }

    func run() async {
        await office.caller.line.take(.faxes)
        do {
            try await send()
        } catch {
            logger.error("fax not sent", metadata: ["error": "\(error)"])
        }
        await office.caller.line.release(.faxes)
        await faxes.show(lease.job, on: office.live)
    }

    private func send() async throws {
        defer { try? FileManager.default.removeItem(at: faxes.headedCopy(of: lease)) }
        guard let (attempt, document) = try await begin() else { return }
        await faxes.show(lease.job, as: .dialling, on: office.live)
        let result = await ring(attempt, document)
        await office.live.callEnded(attempt)
        let fate = try await office.insist(logger: logger) {
            try await faxes.queue.finishDelivery(attempt, under: lease, result, now: office.now())
        }
        logger.info(
            "fax call finished",
            metadata: [
                "attempt": "\(attempt.id)", "outcome": "\(result.outcome.rawValue)", "detail": "\(result.detail ?? "")",
                "fate": "\(fate)",
            ])
    }

    /// Nil where it can't be sent now; the lease is given back then.
    private func begin() async throws -> (Attempt, FaxDocument)? {
        do {
            let document = try await head()
            let begun = try await faxes.queue.beginDelivery(
                under: lease, trunk: office.caller.line.trunk.name, callerID: office.site.serviceNumber,
                now: office.now())
            if case .begun(let attempt) = begun { return (attempt, document) }
            return nil
        } catch {
            // Without pages there is nobody to ring; it stays in the queue, where its reason can be read.
            let until = office.now() + .seconds(600)
            logger.warning("fax not sent now", metadata: ["error": "\(error)"])
            try await office.insist(logger: logger) {
                try await faxes.queue.release(lease, until: until, reason: "\(error)")
            }
            return nil
        }
    }

    /// The stored pages with the header line of this try.
    private func head() async throws -> FaxDocument {
        let stored = try FaxDocument(directory: faxes.spool.appending(path: lease.document))
        var language = CustomerLanguage.mandarin
        if let account = lease.account {
            // The billing file may be away just now; the pages go out all the same.
            language = (try? await office.billing.account(contract: account))?.language ?? language
        }
        let header = PageHeader(
            time: office.now().date, timeZone: office.site.zone, senderNumber: faxes.station,
            senderName: office.site.operatorName, recipientNumber: office.site.plan.dialled(lease.number),
            language: PageLanguage(language), continuesFrom: lease.isContinuation ? lease.firstUnconfirmedPage - 1 : nil
        )
        return try await faxes.press.head(
            stored, with: header, into: faxes.headedCopy(of: lease))
    }

    private func ring(_ attempt: Attempt, _ document: FaxDocument) async -> AttemptResult {
        let dialled = await office.caller.ring(
            office.caller.line.trunk.dialled(lease.number.text), callID: office.callID(attempt),
            callerID: office.site.serviceNumber, ringLimit: .seconds(60)
        ) { step in await office.record(step, of: attempt, kind: .fax) }
        switch dialled {
        case .notPlaced(let reason): return .notPlaced(reason, at: office.now())
        case .ended(let end): return AttemptResult(end)
        case .answered(let answered):
            do {
                let leg = try await faxes.workers.start(
                    role: .calling, media: MediaParameters(remote: answered.remote), options: options(document),
                    port: answered.port)
                var call = FaxCall(answered, leg: leg) { page in
                    try await faxes.queue.confirmPage(page, of: lease, attempt: attempt, now: office.now())
                    await faxes.show(lease.job, as: .sending, on: office.live)
                }
                await faxes.show(lease.job, as: .sending, on: office.live)
                return await call.run(logger: logger)
            } catch {
                // Q.850 41: temporary failure.
                let end = await answered.giveUp(cause: 41)
                var result = end.map { AttemptResult($0) } ?? AttemptResult(outcome: .answered)
                result.detail = "no fax worker: \(error)"
                return result
            }
        }
    }

    private func options(_ document: FaxDocument) -> FaxOptions {
        var options = FaxOptions()
        options.identity = faxes.station
        options.document = OutgoingPages(
            path: document.fine.path, standardResolutionPath: nil, firstPage: lease.firstUnconfirmedPage - 1)
        // Each call that broke asks less of the line: without V.17 first, then without error correction as well.
        if lease.brokenCalls >= 2 { options.modems = .upToV29 }
        if lease.brokenCalls >= 4 { options.errorCorrection = false }
        return options
    }
}
