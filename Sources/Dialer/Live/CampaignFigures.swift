/// Brings the campaigns' figures from the books to the live board.
///
/// Counting them is a look through all records, and each call changes them twice: so they are counted at once when it
/// has been quiet, but else not before a pause is over. It is nine times as long as the last count took, so that the
/// work has a limit, and between half a second and five, so that the figures are never old. The last change is always
/// shown.
actor CampaignFigures {
    private static let shortestPause = Duration.milliseconds(500)
    private static let longestPause = Duration.seconds(5)

    private let board: LiveBoard
    private let clock: any Clock<Duration>
    private let count: @Sendable () async throws -> [LiveCampaign]
    private var pace = PublishingPace()

    init(
        board: LiveBoard, clock: any Clock<Duration> = ContinuousClock(),
        count: @escaping @Sendable () async throws -> [LiveCampaign]
    ) {
        self.board = board
        self.clock = clock
        self.count = count
    }

    /// Something has changed in the books; returns before it is shown.
    func changed() { perform(pace.changed()) }

    private func perform(_ action: PublishingPace.Action) {
        guard action == .publishAndPause else { return }
        Task {
            let began = ContinuousClock.now
            // What can't be read now will be with the next change.
            if let campaigns = try? await count() { await board.apply(campaigns.map { .campaign($0) }) }
            let took = ContinuousClock.now - began
            try? await clock.sleep(for: min(max(Self.shortestPause, took * 9), Self.longestPause))
            perform(pace.pauseEnded())
        }
    }
}
