/// Decides when a changing thing is shown: at once when it has been quiet, else when the pause is over.
///
/// However fast changes come, there is at most one showing per pause, and the last change is always shown.
struct PublishingPace: Sendable {
    enum Action: Equatable {
        case nothing
        /// Show the thing now and tell `pauseEnded` after a pause.
        case publishAndPause
    }

    private enum State {
        case quiet
        case pausing(changed: Bool)
    }

    private var state = State.quiet

    mutating func changed() -> Action {
        switch state {
        case .quiet:
            state = .pausing(changed: false)
            return .publishAndPause
        case .pausing:
            state = .pausing(changed: true)
            return .nothing
        }
    }

    mutating func pauseEnded() -> Action {
        switch state {
        case .pausing(changed: true):
            state = .pausing(changed: false)
            return .publishAndPause
        case .pausing(changed: false), .quiet:
            state = .quiet
            return .nothing
        }
    }
}
