package import Campaigns
package import Logging
import ServiceLifecycle

/// Writes down and shows what happens on the floor, until the last agent has talked to the end.
package struct AgentService: Service {
    /// So much of an agent's time a crash may leave unaccounted for.
    private static let betweenBeats = Duration.seconds(10)

    private let floor: AgentFloor
    private let book: AgentBook
    private let database: DialerDatabase
    private let board: LiveBoard
    /// Nil where no call is recorded.
    private let recorder: CallRecorder?
    private let logger: Logger

    package init(
        floor: AgentFloor, database: DialerDatabase, board: LiveBoard, recorder: CallRecorder? = nil, logger: Logger
    ) {
        self.floor = floor
        self.recorder = recorder
        self.database = database
        book = AgentBook(database: database)
        self.board = board
        self.logger = logger
    }

    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup { group in
                group.addTask { try await beat() }
                async let recording: Void? = recorder?.run()
                await keepNotes()
                await recording
                group.cancelAll()
                do { try await group.waitForAll() } catch is CancellationError {}
            }
        } onGracefulShutdown: {
            Task { await floor.close() }
        }
    }

    private func keepNotes() async {
        for await note in floor.notes {
            switch note {
            case .span(let agent, let span, let time):
                do {
                    try await floor.insist(logger: logger) { try await book.turn(agent, to: span, at: time) }
                } catch {
                    logger.error(
                        "an agent's time not written down", metadata: ["agent": "\(agent)", "error": "\(error)"])
                }
            case .live(let update): await board.apply(update)
            case .act(let act):
                do {
                    try await database.keep(
                        act: act.what, by: "agent \(act.by)", subject: act.subject, detail: act.detail, at: act.at)
                } catch {
                    logger.error("an agent's act not written down", metadata: ["act": "\(act)", "error": "\(error)"])
                }
            }
        }
    }

    private func beat() async throws {
        while true {
            try await floor.time.clock.sleep(for: Self.betweenBeats)
            do {
                try await book.beat(at: floor.now())
            } catch let error where !(error is CancellationError) {
                logger.warning("agents' times not renewed", metadata: ["error": "\(error)"])
            }
        }
    }
}
