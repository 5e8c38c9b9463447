package import Foundation

/// Everything a supervisor sees at one moment: a value to be drawn, sent and compared.
///
/// `calls` and `faxes` are cut to what a screen can hold (`LiveLedger.Limits`); the totals beside them count everything.
package struct LiveState: Sendable, Equatable, Codable {
    /// Grows with every change; a state with the same revision shows the same figures.
    package var revision: Int
    /// When this state was taken.
    package var at: Date
    /// When the dialer started.
    package var startedAt: Date
    /// Media frames sent more than 10 ms after their tick, since the start.
    package var lateFrames: Int
    /// In the order of their names.
    package var trunks: [LiveTrunk]
    /// In the order in which they were first reported.
    package var campaigns: [LiveCampaign]
    /// Of predictive campaigns, in the order of their names.
    package var pacings: [LivePacing]
    package var callTotals: LiveCallTotals
    /// The longest lasting first.
    package var calls: [LiveCall]
    /// Those who are logged in, in the order of their numbers.
    package var agents: [LiveAgent]
    /// In the order of their names.
    package var queues: [LiveQueue]
    package var faxTotals: LiveFaxTotals
    /// Those in work before those that are done; among each the latest change first.
    package var faxes: [LiveFax]
    /// The most severe first, then the oldest.
    package var alarms: [LiveAlarm]
}

/// How many calls there are, by how far they have come.
package struct LiveCallTotals: Sendable, Equatable, Codable {
    package var dialling = 0
    package var ringing = 0
    package var up = 0
}

/// How many faxes there are, by what became of them since the start.
package struct LiveFaxTotals: Sendable, Equatable, Codable {
    package var inWork = 0
    package var delivered = 0
    package var failed = 0
}
