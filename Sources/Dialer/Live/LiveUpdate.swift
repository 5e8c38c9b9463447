/// A change that somebody tells the live board.
///
/// Each carries the whole new value of the thing, so that telling it twice does no harm and a missed one is healed by
/// the next.
package enum LiveUpdate: Sendable, Equatable {
    case trunk(LiveTrunk)
    case campaign(LiveCampaign)
    case campaignRemoved(id: LiveCampaign.ID)
    case pacing(LivePacing)
    case pacingEnded(id: LiveCampaign.ID)
    /// A call appeared or changed.
    case call(LiveCall)
    case callEnded(id: LiveCall.ID)
    /// A fax appeared or made progress.
    case fax(LiveFax)
    /// An agent came, or does something else.
    case agent(LiveAgent)
    case agentGone(id: LiveAgent.ID)
    case queue(LiveQueue)
    case alarm(LiveAlarm)
    case alarmCleared(id: LiveAlarm.ID)
    /// Late media frames since the start.
    case lateFrames(Int)
}
