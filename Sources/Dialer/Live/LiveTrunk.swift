/// A trunk, with how much of it is in use.
package struct LiveTrunk: Sendable, Equatable, Codable, Identifiable {
    /// The trunk's name in the configuration.
    package var id: String
    package var channelsUsed: Int
    package var channelLimit: Int
    /// Whether the far end answers us; a trunk that does not carries no new calls.
    package var isUp: Bool

    package init(id: String, channelsUsed: Int, channelLimit: Int, isUp: Bool) {
        self.id = id
        self.channelsUsed = channelsUsed
        self.channelLimit = channelLimit
        self.isUp = isUp
    }
}
