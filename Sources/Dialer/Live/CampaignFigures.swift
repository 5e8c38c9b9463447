/// Brings the campaigns' figures from the books to the live board.
///
/// Counting them is a look through all records, and each call changes them twice: so they are counted at once when it
/// has been quiet, but else not before a pause is over, which is at least nine times as long as the last count took.
/// The last change is always shown.
actor CampaignFigures {
    private let board: LiveBoard
    private let pause: Duration
    private let clock: any Clock<Duration>
    private let count: @Sendable () async throws -> [LiveCampaign]
    private var pace = PublishingPace()

    init(
        board: LiveBoard, pause: Duration = .milliseconds(500), clock: any Clock<Duration> = ContinuousClock(),
        count: @escaping @Sendable () async throws -> [LiveCampaign]
    ) {
        self.board = board
        self.pause = pause
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
            try? await clock.sleep(for: max(pause, took * 9))
            perform(pace.pauseEnded())
        }
    }
}
