package import Campaigns

/// What predictive campaigns are told of the floor.
extension AgentFloor {
    /// Something that happened, for the pacing of a campaign.
    struct PacingNews: Sendable {
        enum What: Sendable {
            case agent(Int64, PacingAgentState)
            case call(CustomerID, PacingCallState)
        }

        let at: UTCTime
        let what: What
    }

    /// A campaign that paces itself by the agents of a group.
    struct PacingWatch {
        let campaign: String
        let group: String
        /// Since it last asked, the oldest first.
        var news: [PacingNews] = []
        /// As it was last told of them; away where they aren't here.
        var agents: [AgentNumber: PacingAgentState] = [:]
    }

    typealias PacingWatchID = Int

    /// Keeps for a campaign what happens from now on, and as its beginning what is; `endPacing` follows.
    func watchPacing(of campaign: String, in group: String) -> PacingWatchID {
        lastWatcher += 1
        pacings[lastWatcher] = PacingWatch(campaign: campaign, group: group)
        for number in desks.keys.sorted() { tellPacings(of: number) }
        for (id, call) in pooled.sorted(by: { $0.key.number < $1.key.number }) where !call.isConnected {
            tellPacings(of: id, .placed(weight: call.weight), only: lastWatcher)
            if guests[id]?.isOnLine == true { tellPacings(of: id, .person, only: lastWatcher) }
        }
        return lastWatcher
    }

    /// What has happened since it was last asked.
    func pacingNews(_ watch: PacingWatchID) -> [PacingNews] {
        defer { pacings[watch]?.news = [] }
        return pacings[watch]?.news ?? []
    }

    func endPacing(_ watch: PacingWatchID) { pacings[watch] = nil }

    /// Why calls can't be paced in a group, where they can't; nil where they can.
    ///
    /// Whose telephone must be rung first can't be with a person within two seconds.
    func whyNotPaced(in group: String) -> String? {
        let rung = desks.values.filter {
            $0.skills[group] != nil && $0.machine.presence == .ready && !$0.agent.isHeldOpen
        }
        return rung.map(\.agent.number).min().map {
            "the telephone of agent \($0) is rung for each call, which takes too long"
        }
    }

    /// The agent says that his talk is nearly over.
    package func nearlyDone(_ number: AgentNumber) throws {
        _ = try ownCustomer(of: number)
        desks[number]?.isNearlyDone = true
        show(number)
    }

    // MARK: Telling

    func tellPacings(of number: AgentNumber) {
        guard !pacings.isEmpty, let desk = desks[number] else { return }
        for (id, watch) in pacings {
            let state = desk.skills[watch.group] == nil ? .away : desk.pacingState
            guard watch.agents[number] ?? .away != state else { continue }
            pacings[id]?.agents[number] = state
            pacings[id]?.news.append(PacingNews(at: now(), what: .agent(desk.place, state)))
        }
    }

    /// - Parameter only: told to nobody else; to all whom it concerns where nil.
    func tellPacings(of id: CustomerID, _ state: PacingCallState, only: PacingWatchID? = nil) {
        guard let call = pooled[id] else { return }
        for (watch, pacing) in pacings where pacing.group == call.group && only.map({ $0 == watch }) ?? true {
            var state = state
            if case .placed(let weight, _) = state {
                state = .placed(weight: weight, isOwn: pacing.campaign == call.pool)
            }
            pacings[watch]?.news.append(PacingNews(at: now(), what: .call(id, state)))
        }
    }

    /// How a call of a pool ends without an agent.
    func tellPacings(thatNobodyMet id: CustomerID, hasHungUp: Bool) {
        guard let call = pooled[id], call.isRung, !call.isConnected else { return }
        tellPacings(of: id, hasHungUp ? .failed : .abandoned)
    }
}

extension AgentDesk {
    fileprivate var pacingState: PacingAgentState {
        guard agent.isHeldOpen, machine.presence == .ready, machine.presenceAfterCall == nil else { return .away }
        switch machine.activity {
        case .idle: return machine.isAvailable ? .idle : .away
        // Who waits for one that rings is back when he has talked to her, or sooner.
        case .previewing, .reserved: return .away
        case .talking: return isNearlyDone ? .nearlyDone : .talking
        case .wrapUp: return .wrapUp(limit: wrapUp / .seconds(1))
        }
    }
}
