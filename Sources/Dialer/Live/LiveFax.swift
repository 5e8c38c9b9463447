package import Foundation

/// A fax on its way to somebody.
package struct LiveFax: Sendable, Equatable, Codable, Identifiable {
    package enum State: String, Sendable, Codable {
        case queued, dialling, sending
        /// A try has ended; the next one has its time.
        case waiting
        case delivered, failed

        package var isDone: Bool { self == .delivered || self == .failed }
    }

    /// The fax job's identifier: letters, digits, `-` and `_`, for it becomes part of an address.
    package var id: String
    package var number: MaskedNumber
    package var state: State
    /// When it came into this state.
    package var since: Date
    package var pagesConfirmed = 0
    package var pagesTotal: Int
    /// Calls made for it so far.
    package var tries = 0
    /// Why the last try ended early, as people say it.
    package var lastCause: String?
    /// The page numbers, from 1, of which a picture can be asked for.
    package var pagePictures: [Int] = []

    package init(id: String, number: MaskedNumber, state: State, since: Date, pagesTotal: Int) {
        self.id = id
        self.number = number
        self.state = state
        self.since = since
        self.pagesTotal = pagesTotal
    }
}
