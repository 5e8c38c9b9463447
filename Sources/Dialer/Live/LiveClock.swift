import ServiceLifecycle
package import Telephony

/// Shows once a second how much of the trunk is in use, and how well the media threads keep their time.
package struct LiveClock: Service {
    private let media: MediaEngine
    private let line: TrunkLine
    private let board: LiveBoard

    package init(media: MediaEngine, line: TrunkLine, board: LiveBoard) {
        self.media = media
        self.line = line
        self.board = board
    }

    package func run() async throws {
        try await untilShutdown {
            while true {
                let lateFrames = media.clocks.map(\.lateTicks).reduce(0, +)
                await board.apply([.trunk(await line.live), .lateFrames(lateFrames)])
                try await Task.sleep(for: .seconds(1))
            }
        }
        await board.finish()
    }
}
