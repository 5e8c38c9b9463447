package import Campaigns
package import Dialer
package import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// The picture of a fax page as PNG; nil where there is none.
package typealias FaxPagePicture = @Sendable (_ faxID: LiveFax.ID, _ page: Int) async throws -> [UInt8]?

/// The live page, its events and its figures as JSON, all read only; the pages of agents and supervisors, which tell the
/// floor what they do; sign-in and recordings.
///
/// Run it in a `ServiceGroup`. On graceful shutdown the event streams end at once, open requests are answered, and
/// `run` returns.
package struct ConsoleServer: Service {
    private let configuration: ConsoleConfiguration
    private let routes: LiveRoutes
    private let agentRoutes: AgentRoutes?
    private let supervisorRoutes: SupervisorRoutes?
    private let access: ConsoleAccess?
    private let recordings: RecordingRoutes?
    private let logger: Logger
    private let onListening: @Sendable (String) async -> Void

    /// - Parameters:
    ///   - floor: without one there are no pages for agents and supervisors.
    ///   - work: whom agents may choose to call; nobody where nil.
    ///   - dispositions: stores what agents say came of calls.
    ///   - campaigns: without them supervisors change none.
    ///   - access: without it nobody can sign in.
    ///   - recordings: nil where no call is recorded.
    ///   - onListening: is told the page's address (`http://127.0.0.1:8170/`) once it can be opened.
    package init(
        _ configuration: ConsoleConfiguration,
        board: LiveBoard,
        floor: AgentFloor? = nil,
        work: AgentWork? = nil,
        dispositions: DispositionDesk? = nil,
        campaigns: CampaignControl? = nil,
        access: ConsoleAccess? = nil,
        recordings: (RecordingArchive, zone: TimeZone)? = nil,
        pagePicture: @escaping FaxPagePicture,
        logger: Logger,
        onListening: @escaping @Sendable (String) async -> Void = { _ in }
    ) throws(ConsoleError) {
        guard configuration.isLoopback || configuration.servesNetwork else {
            throw .notLoopback(configuration.address)
        }
        self.configuration = configuration
        self.routes = LiveRoutes(board: board, pagePicture: pagePicture)
        agentRoutes = floor.map {
            AgentRoutes(floor: $0, work: work, dispositions: dispositions, access: access)
        }
        supervisorRoutes = floor.map { SupervisorRoutes(floor: $0, campaigns: campaigns, access: access) }
        self.access = access
        self.recordings = access.flatMap { access in
            recordings.map { RecordingRoutes(archive: $0.0, access: access, zone: $0.zone) }
        }
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until the service group shuts down.
    ///
    /// Throws: `ConsoleError` where it cannot listen.
    package func run() async throws {
        let application = application()
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await application.run() }
                group.addTask { [configuration] in
                    try await gracefulShutdown()
                    try await Task.sleep(for: configuration.shutdownLimit)
                }
                // Whichever comes first: the server has ended, or its time is over and what is open is cut.
                try await group.next()
                group.cancelAll()
            }
        } catch {
            throw ConsoleError(binding: error, to: configuration) ?? error
        }
    }

    func application() -> Application<RouterResponder<BasicRequestContext>> {
        let router = Router()
        router.add(middleware: SecurityHeaders())
        if !configuration.servesNetwork { router.add(middleware: LoopbackNamesOnly()) }
        if let access {
            router.add(middleware: SignedInOnly(access: access))
            SignInRoutes(access: access).add(to: router)
        }
        routes.add(to: router)
        agentRoutes?.add(to: router)
        supervisorRoutes?.add(to: router)
        recordings?.add(to: router)
        var quietLogger = logger
        // Hummingbird tells of every connection at info; the address is ours to tell.
        quietLogger.logLevel = max(logger.logLevel, .warning)
        return Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.address, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.connectionLimit)
            ),
            onServerRunning: { [onListening, configuration] channel in
                await Self.cutStalled(channel, after: configuration.stallLimit)
                let port = channel.localAddress?.port ?? configuration.port
                await onListening("http://\(configuration.place(port: port))/")
            },
            logger: quietLogger
        )
    }

    /// Has the kernel cut each connection whose other end takes nothing for so long.
    ///
    /// TCP by itself waits without end for a reader that is there but does not read, and each keeps its place of
    /// `connectionLimit`. Accepted sockets inherit the option from the one that listens.
    private static func cutStalled(_ listener: any Channel, after limit: Duration) async {
        let option = ChannelOptions.tcpOption(NIOBSDSocket.Option(rawValue: TCP_USER_TIMEOUT))
        try? await listener.setOption(option, value: SocketOptionValue(limit / .milliseconds(1))).get()
    }
}
