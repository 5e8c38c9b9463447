package import Campaigns
package import FaxEngine
package import Foundation

/// What fax deliveries share.
package struct FaxOffice: Sendable {
    package let queue: FaxQueue
    package let press: FaxPress
    package let workers: FaxWorkerPool
    /// Directory of the stored documents.
    package let spool: URL
    /// Our station identity.
    package let station: String
    /// Fax calls at once.
    package let lines: Int

    package init(
        queue: FaxQueue, press: FaxPress, workers: FaxWorkerPool, spool: URL, station: String, lines: Int
    ) {
        self.queue = queue
        self.press = press
        self.workers = workers
        self.spool = spool
        self.station = station
        self.lines = lines
    }

    /// Removes the headed copies that deliveries of a dead process left behind; to be called before the first delivery.
    package func sweep() {
        let files = (try? FileManager.default.contentsOfDirectory(at: spool, includingPropertiesForKeys: nil)) ?? []
        for file in files where file.lastPathComponent.hasPrefix(Self.copyPrefix) {
            try? FileManager.default.removeItem(at: file)
        }
    }

    /// Where the pages of one try lie while they are sent.
    func headedCopy(of lease: FaxLease) -> URL {
        spool.appending(path: "\(Self.copyPrefix)\(lease.id)", directoryHint: .isDirectory)
    }

    private static let copyPrefix = ".sending-"

    /// Shows a job on the live board, as the books have it.
    func show(_ job: Int64, as state: LiveFax.State? = nil, on live: LiveFeed) async {
        guard let status = try? await queue.status(job) else { return }
        await live.fax(status, state: state ?? LiveFax.State(status.state), pictures: status.pagesTotal)
    }

    /// A stored page as a picture; nil where there is none. Pages count from 1.
    package func picture(ofJob job: Int64, page: Int) async throws -> [UInt8]? {
        guard let status = try await queue.status(job), (1...status.pagesTotal).contains(page) else { return nil }
        let document = try FaxDocument(directory: spool.appending(path: status.document))
        return Array(try PagePicture.png(of: FaxTIFF.page(page - 1, of: document.fine)))
    }
}

extension LiveFax.State {
    init(_ state: FaxJobStatus.State) {
        switch state {
        case .waiting: self = .waiting
        case .leased: self = .dialling
        case .delivered: self = .delivered
        case .failed, .cancelled: self = .failed
        }
    }
}
