import ServiceLifecycle
package import Telephony

/// Shows once a second how well the media threads keep their time.
package struct LiveClock: Service {
    private let media: MediaEngine
    private let board: LiveBoard

    package init(media: MediaEngine, board: LiveBoard) {
        self.media = media
        self.board = board
    }

    package func run() async throws {
        try await untilShutdown {
            while true {
                try await Task.sleep(for: .seconds(1))
                await board.apply(.lateFrames(media.clocks.map(\.lateTicks).reduce(0, +)))
            }
        }
        await board.finish()
    }
}
