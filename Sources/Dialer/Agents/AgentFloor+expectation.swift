import Campaigns

/// How long customers will wait.
extension AgentFloor {
    /// Measures what a customer costs an agent, from the first word to the end of his wrap-up.
    func timeCall(of number: AgentNumber) {
        guard let desk = desks[number] else { return }
        switch desk.machine.activity {
        case .talking(let customer) where desk.handling == nil:
            // Advice is part of the call in which it is asked for.
            guard let guest = guests[customer], guest.asks == nil else { return }
            desks[number]?.handling = (guest.wish.group, now())
        case .idle:
            guard let handling = desk.handling else { return }
            desks[number]?.handling = nil
            expectedWait.add(
                .milliseconds(now().milliseconds - handling.since.milliseconds), of: handling.group)
        case .talking, .reserved, .previewing, .wrapUp: break
        }
    }

    /// - Parameter ahead: how many of the group are served before.
    func expectedWait(in group: String, ahead: Int) -> Duration? {
        expectedWait.wait(
            ahead: ahead, in: group,
            agents: desks.values.count { $0.machine.presence == .ready && $0.skills[group] != nil })
    }

    /// Of who comes next; in whole seconds.
    func expectedWaitOfNext(in group: String) -> Int? {
        if distributor.free(in: group) > 0 { return 0 }
        let waiting = distributor.waiting.count { $0.group == group }
        return expectedWait(in: group, ahead: waiting).map { Int($0 / .seconds(1)) }
    }
}
