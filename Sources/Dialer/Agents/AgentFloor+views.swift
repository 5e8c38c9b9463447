package import Campaigns
import Foundation

/// What agents' pages show.
extension AgentFloor {
    /// What an agent's page shows, now and with each change.
    package func views(of number: AgentNumber) throws -> AsyncStream<AgentView> {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        let (stream, continuation) = AsyncStream.makeStream(of: AgentView.self, bufferingPolicy: .bufferingNewest(1))
        lastWatcher += 1
        let watcher = lastWatcher
        desks[number]?.watchers[watcher] = continuation
        continuation.onTermination = { [weak self] _ in
            Workplace.begin { [weak self] in await self?.forget(watcher, of: number) }
        }
        continuation.yield(view(of: desk))
        return stream
    }

    /// What an agent's page shows now.
    package func view(of number: AgentNumber) throws -> AgentView {
        guard let desk = desks[number] else { throw AgentError.unknown(number) }
        return view(of: desk)
    }

    func forget(_ watcher: Int, of number: AgentNumber) { desks[number]?.watchers[watcher] = nil }

    func changed(_ number: AgentNumber) {
        guard var desk = desks[number] else { return }
        desk.since = now()
        if desk.machine.activity == .idle { desk.card = nil } else { desk.notice = nil }
        if case .talking = desk.machine.activity {} else { desk.endCall() }
        desks[number] = desk
        outbox.yield(.span(number, desk.span, desk.since))
        timeCall(of: number)
        show(number)
    }

    /// Those who are on the line; who is to be called first hears nothing of the wait.
    func showQueues() {
        for group in roster.groups.values {
            let waiting = distributor.waiting.filter { $0.group == group.name && guests[$0.customer]?.isOnLine == true }
            let first = waiting.map(\.since).min()?.date
            let queue = LiveQueue(
                id: group.name, title: group.title, waiting: waiting.count, since: first,
                free: distributor.free(in: group.name), expectedWait: expectedWaitOfNext(in: group.name))
            guard queuesShown[group.name] != queue else { continue }
            queuesShown[group.name] = queue
            outbox.yield(.live(.queue(queue)))
        }
    }

    func show(_ number: AgentNumber) {
        tellPacings(of: number)
        showLive(number)
        guard let desk = desks[number], case let view = view(of: desk), view != desk.shown else { return }
        desks[number]?.shown = view
        for watcher in desk.watchers.values { watcher.yield(view) }
    }

    func view(of desk: AgentDesk) -> AgentView {
        var view = desk.view
        view.notice = desk.notice
        showOutcome(&view, of: desk)
        switch desk.machine.activity {
        case .talking(let customer):
            guard let guest = guests[customer] else { return view }
            view.recording = guest.recording
            view.mayRecord = guest.recording == .none && mayRecord(customer)
            view.owesNotice = owesNotice(customer)
            view.advises = guest.asks
            view.advice = advice(of: desk)
        case .previewing(let customer): view.preview = guests[customer]?.preview?.view
        case .idle, .reserved, .wrapUp: break
        }
        return view
    }

    /// Whom he asks, or hands his customer on to.
    private func advice(of desk: AgentDesk) -> AgentView.Advice? {
        let number = desk.agent.number
        if let (_, call) = outsideCall(of: number) {
            return AgentView.Advice(
                outside: call.party.name, title: call.party.title, hasAnswered: call.course.isAdvising,
                handsOn: call.course.isHandingOn)
        }
        guard let id = desk.advice, let other = guests[id]?.agent else { return nil }
        return AgentView.Advice(
            agent: other, title: roster.agents[other]?.name ?? "", hasAnswered: adviser(of: number) != nil)
    }

    /// What the live board has of him.
    private func showLive(_ number: AgentNumber) {
        guard let desk = desks[number] else { return }
        let live = desk.machine.presence == .loggedOut ? nil : desk.live
        guard live != desk.liveShown else { return }
        desks[number]?.liveShown = live
        outbox.yield(.live(live.map { .agent($0) } ?? .agentGone(id: number.text)))
    }
}
