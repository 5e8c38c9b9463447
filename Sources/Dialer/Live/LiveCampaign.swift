/// A campaign's figures.
package struct LiveCampaign: Sendable, Equatable, Codable, Identifiable {
    package enum State: String, Sendable, Codable {
        /// Started, but outside its call window.
        case waiting
        case running, paused, finished, stopped
    }

    /// The name of the campaign's file, without its ending.
    package var id: String
    /// What people call it, in any language.
    package var title: String
    package var state: State
    /// The most calls at once.
    package var lines = 0
    /// Contacts the campaign has to reach; `finished` of them need no further call, `inProgress` are being called now.
    package var selected = 0
    package var finished = 0
    package var inProgress = 0
    /// Attempts counted by outcome, in the order in which they are to be shown.
    package var outcomes: [LiveOutcome] = []
    package var announcementsHeardToTheEnd = 0
    package var promises = 0
    package var optOuts = 0
    package var callbacks = 0

    package init(id: String, title: String, state: State) {
        self.id = id
        self.title = title
        self.state = state
    }
}

/// The number of attempts that ended alike.
package struct LiveOutcome: Sendable, Equatable, Codable {
    /// What an outcome means to a supervisor; the page colours by it.
    package enum Meaning: String, Sendable, Codable {
        /// Somebody answered.
        case reached
        /// Nobody was reached this time: busy, no answer.
        case unreached
        /// It did not work and wants an eye: rejected, wrong number, failed.
        case failed
    }

    /// The outcome as people say it: `no answer`.
    package var name: String
    package var meaning: Meaning
    package var attempts: Int

    package init(name: String, meaning: Meaning, attempts: Int) {
        self.name = name
        self.meaning = meaning
        self.attempts = attempts
    }
}
