package import Campaigns
package import Logging
import ServiceLifecycle

/// Sees once a minute whether the next anchor of the sealed records is due.
package struct RecordAnchoring: Service {
    private let anchors: RecordAnchors
    private let logger: Logger

    package init(anchors: RecordAnchors, logger: Logger) {
        self.anchors = anchors
        self.logger = logger
    }

    package func run() async throws {
        try await untilShutdown {
            while true {
                // Calls go on without: a full disk elsewhere must not stop them.
                do { _ = try await anchors.writeIfDue(now: .now) } catch {
                    logger.error("no anchor of the sealed records", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(60))
            }
        }
    }
}
