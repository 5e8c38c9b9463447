import Campaigns

/// What a site's rules say of the calls of a trial, by its own past calls alone.
///
/// Everybody is where the site is, agreed to be called, and was called by nobody before.
struct TrialRules: Sendable {
    let engine: RuleEngine
    let place: CallPlace
    let purpose: CallPurpose
    let hours: CallFacts.CampaignHours
    /// Second 0.
    let origin: UTCTime

    func seconds(_ time: UTCTime) -> Double { Double(time.milliseconds - origin.milliseconds) / 1_000 }

    func past(_ standing: PastCall.Standing, at time: Double) -> PastCall {
        PastCall(time: moment(time), standing: standing, purpose: purpose)
    }

    func verdict(toNumber: CallHistory = .none, toPerson: CallHistory = .none, at time: Double) -> Verdict {
        let facts = CallFacts(
            purpose: purpose, place: place, campaignHours: hours, toNumber: toNumber, toPerson: toPerson,
            aboutAccount: toPerson, consent: .given(until: nil))
        return engine.verdict(facts, at: moment(time))
    }

    private func moment(_ time: Double) -> UTCTime {
        UTCTime(milliseconds: origin.milliseconds + Int64((time * 1_000).rounded()))
    }
}
