package import Foundation

/// Keeps what is going on now: updates in, a state out.
///
/// Calls leave when they end. Faxes stay until `Limits.faxesDone` later ones are done, so that memory has an end.
package struct LiveLedger: Sendable {
    package struct Limits: Sendable {
        /// Calls shown at once.
        package var callsShown = 200
        /// Faxes shown at once.
        package var faxesShown = 60
        /// Done faxes remembered.
        package var faxesDone = 60

        package init() {}
    }

    private let startedAt: Date
    private let limits: Limits
    private var revision = 0
    private var trunks: [LiveTrunk.ID: LiveTrunk] = [:]
    private var campaigns: [LiveCampaign] = []
    private var pacings: [LiveCampaign.ID: LivePacing] = [:]
    private var calls: [LiveCall.ID: LiveCall] = [:]
    private var faxes: [LiveFax.ID: LiveFax] = [:]
    private var faxesDone: (delivered: Int, failed: Int) = (0, 0)
    private var agents: [LiveAgent.ID: LiveAgent] = [:]
    private var queues: [LiveQueue.ID: LiveQueue] = [:]
    private var alarms: [LiveAlarm.ID: LiveAlarm] = [:]
    private var lateFrames = 0

    package init(startedAt: Date, limits: Limits = Limits()) {
        self.startedAt = startedAt
        self.limits = limits
    }

    /// Takes in one update and says whether anything is different now.
    package mutating func apply(_ update: LiveUpdate) -> Bool {
        let changed =
            switch update {
            case .trunk(let trunk): replace(&trunks[trunk.id], by: trunk)
            case .campaign(let campaign): apply(campaign)
            case .campaignRemoved(let id): removeCampaign(id)
            case .pacing(let pacing): replace(&pacings[pacing.id], by: pacing)
            case .pacingEnded(let id): pacings.removeValue(forKey: id) != nil
            case .call(let call): replace(&calls[call.id], by: call)
            case .callEnded(let id): calls.removeValue(forKey: id) != nil
            case .fax(let fax): apply(fax)
            case .agent(let agent): replace(&agents[agent.id], by: agent)
            case .agentGone(let id): agents.removeValue(forKey: id) != nil
            case .queue(let queue): replace(&queues[queue.id], by: queue)
            case .alarm(let alarm): replace(&alarms[alarm.id], by: alarm)
            case .alarmCleared(let id): alarms.removeValue(forKey: id) != nil
            case .lateFrames(let count): replace(&lateFrames, by: count)
            }
        if changed { revision += 1 }
        return changed
    }

    /// The picture of this moment.
    package func state(at now: Date) -> LiveState {
        LiveState(
            revision: revision,
            at: now,
            startedAt: startedAt,
            lateFrames: lateFrames,
            trunks: trunks.values.sorted { $0.id < $1.id },
            campaigns: campaigns,
            pacings: pacings.values.sorted { $0.id < $1.id },
            callTotals: callTotals,
            calls: Array(calls.values.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.prefix(limits.callsShown)),
            agents: agents.values.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) },
            queues: queues.values.sorted { $0.id < $1.id },
            faxTotals: LiveFaxTotals(
                inWork: faxes.values.count { !$0.state.isDone },
                delivered: faxesDone.delivered,
                failed: faxesDone.failed
            ),
            faxes: Array(faxes.values.sorted(by: isShownBefore).prefix(limits.faxesShown)),
            alarms: alarms.values.sorted {
                ($0.severity.order, $0.since, $0.id) < ($1.severity.order, $1.since, $1.id)
            }
        )
    }

    private var callTotals: LiveCallTotals {
        calls.values.reduce(into: LiveCallTotals()) { totals, call in
            switch call.state {
            case .dialling: totals.dialling += 1
            case .ringing: totals.ringing += 1
            case .up: totals.up += 1
            }
        }
    }

    private mutating func apply(_ campaign: LiveCampaign) -> Bool {
        guard let index = campaigns.firstIndex(where: { $0.id == campaign.id }) else {
            campaigns.append(campaign)
            return true
        }
        return replace(&campaigns[index], by: campaign)
    }

    private mutating func removeCampaign(_ id: LiveCampaign.ID) -> Bool {
        let before = campaigns.count
        campaigns.removeAll { $0.id == id }
        return campaigns.count != before
    }

    private mutating func apply(_ fax: LiveFax) -> Bool {
        let before = faxes[fax.id]?.state
        guard replace(&faxes[fax.id], by: fax) else { return false }
        count(before, by: -1)
        count(fax.state, by: 1)
        if fax.state.isDone { forgetOldFaxes() }
        return true
    }

    private mutating func count(_ state: LiveFax.State?, by step: Int) {
        switch state {
        case .delivered: faxesDone.delivered += step
        case .failed: faxesDone.failed += step
        default: break
        }
    }

    private mutating func forgetOldFaxes() {
        let done = faxes.values.filter(\.state.isDone)
        guard done.count > limits.faxesDone else { return }
        let oldest = done.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.prefix(done.count - limits.faxesDone)
        for fax in oldest { faxes[fax.id] = nil }
    }

    private func isShownBefore(_ one: LiveFax, _ other: LiveFax) -> Bool {
        if one.state.isDone != other.state.isDone { return other.state.isDone }
        return (one.since, one.id) > (other.since, other.id)
    }
}

extension LiveAlarm.Severity {
    fileprivate var order: Int { self == .critical ? 0 : 1 }
}

/// Puts a new value in the place of the old one and says whether they differ.
private func replace<Value: Equatable>(_ old: inout Value, by new: Value) -> Bool {
    guard old != new else { return false }
    old = new
    return true
}
