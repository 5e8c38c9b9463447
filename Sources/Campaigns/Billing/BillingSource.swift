package import Foundation
import GRDB

/// The operator's `billing.sqlite`, read only.
///
/// The file may be replaced by rename at any time: before each enquiry we look whether its inode has changed, and
/// reopen it. Each enquiry reads in one transaction, so that it sees one file at one moment. A file that is missing,
/// half written or locked gives `billingBeingReplaced`; callers say a courteous sentence and ask again later.
package actor BillingSource {
    private struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64
    }

    package nonisolated let file: URL
    nonisolated let plan: NumberingPlan
    nonisolated let queries: BillingQueries
    /// In a simulation everything is done on the thread that asks.
    private let worksInPlace: Bool
    private var open: (queue: DatabaseQueue, identity: Identity)?

    package init(file: URL, plan: NumberingPlan, queries: BillingQueries = BillingQueries(), worksInPlace: Bool = false)
    {
        self.file = file
        self.plan = plan
        self.queries = queries
        self.worksInPlace = worksInPlace
    }

    /// Runs `body` in one read transaction on the file as it is now.
    ///
    /// Throws: `billingBeingReplaced`, and what `body` throws.
    func enquire<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let queue = try current()
        do {
            return worksInPlace ? try Self.readHere(queue, body) : try await queue.read(body)
        } catch let error as DatabaseError {
            // The next enquiry starts with a fresh look at whatever file is there then.
            if open?.queue === queue { open = nil }
            throw unavailable(error.resultCode.description)
        }
    }

    /// The same for long work, on a connection of its own: callers with a question must not wait behind it.
    func enquireAtLength<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let queue = try connect()
        do {
            return worksInPlace ? try Self.readHere(queue, body) : try await queue.read(body)
        } catch let error as DatabaseError {
            throw unavailable(error.resultCode.description)
        }
    }

    private static func readHere<Value>(_ queue: DatabaseQueue, _ body: (Database) throws -> Value) throws -> Value {
        try queue.read(body)
    }

    private func current() throws(CampaignsError) -> DatabaseQueue {
        var status = stat()
        guard stat(file.path, &status) == 0 else {
            open = nil
            throw unavailable(String(cString: strerror(errno)))
        }
        let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        if let open, open.identity == identity { return open.queue }
        open = nil
        let queue = try connect()
        open = (queue, identity)
        return queue
    }

    private func connect() throws(CampaignsError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "billing"
        configuration.readonly = true
        // A maker that writes in place holds its lock briefly, or else we say so.
        configuration.busyMode = .timeout(0.25)
        do {
            return try DatabaseQueue(path: file.path, configuration: configuration)
        } catch {
            throw unavailable((error as? DatabaseError)?.resultCode.description ?? "can't be opened")
        }
    }

    private func unavailable(_ cause: String) -> CampaignsError {
        CampaignsError(
            .billingBeingReplaced,
            "The billing file \(file.path) is being replaced or can't be read just now (\(cause)); ask again in a moment."
        )
    }
}
