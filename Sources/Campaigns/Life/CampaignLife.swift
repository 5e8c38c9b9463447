/// Where a campaign stands in its life, and what may happen to it there.
///
/// draft → validated → scheduled → running ⇄ paused → finished. Nothing moves a finished campaign back. The schema knows
/// the same moves (`campaign_goesForward`) and refuses every other.
package struct CampaignLife: Hashable, Sendable {
    package enum State: String, CaseIterable, Codable, Sendable {
        /// Loaded, and not looked at.
        case draft
        /// Found to be right.
        case validated
        /// Starts by itself at its time.
        case scheduled
        case running
        /// Nobody is leased; calls that are up go on.
        case paused
        case finished
    }

    package enum Event: String, CaseIterable, Sendable {
        case validate
        /// Gives it the time at which it starts, or another one.
        case schedule
        case start
        case pause
        case resume
        /// Everybody in it is done.
        case complete
        /// Its own end has come.
        case end
        /// Somebody ends it for good.
        case stop
    }

    package enum Step: Hashable, Sendable {
        case to(State)
        /// It is there already, and nothing changes.
        case already
        /// A sentence that says what to do instead.
        case refused(String)
    }

    package let state: State

    package init(_ state: State) { self.state = state }

    package func after(_ event: Event) -> Step {
        switch (state, event) {
        case (.finished, .complete), (.finished, .end), (.finished, .stop): .already
        case (.finished, _): .refused("It is finished, and nothing brings it back. Give its file another name.")
        case (_, .stop): .to(.finished)
        case (.scheduled, .end), (.running, .end), (.paused, .end): .to(.finished)
        case (_, .end): .refused("It was not started yet.")
        case (.running, .complete): .to(.finished)
        // A pause that came first holds, also where the last contact is done.
        case (_, .complete): .refused("It isn't running.")
        case (.draft, .validate): .to(.validated)
        case (_, .validate): .already
        case (.draft, _): .refused("It is a draft. Validate it first.")
        case (.validated, .schedule), (.scheduled, .schedule): .to(.scheduled)
        case (_, .schedule): .refused("It was started already.")
        case (.running, .start), (.running, .resume): .already
        case (.validated, .start), (.scheduled, .start), (.paused, .start), (.paused, .resume): .to(.running)
        case (_, .resume): .refused("It was not started yet. Start it.")
        case (.running, .pause): .to(.paused)
        case (.paused, .pause): .already
        case (_, .pause): .refused("It was not started yet. Stop it, or give it another time.")
        }
    }
}
