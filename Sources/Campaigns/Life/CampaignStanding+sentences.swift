extension CampaignStanding {
    /// For people: where the campaign stands, and if nothing is dialled, exactly why.
    package var sentences: [String] {
        var sentences = [life]
        if let closedUntil, state == .running, waiting > 0 {
            sentences.append("Nobody is called outside the campaign's hours, which begin \(text(closedUntil)).")
        }
        sentences += selection.map { [$0] } ?? []
        sentences += pilot.map { [Self.sentence($0, of: campaign)] } ?? []
        if leased > 0 { sentences.append("\(leased) \(leased == 1 ? "is" : "are") being called.") }
        if !waits.isEmpty { sentences.append(waits.map(words).joined(separator: ", ") + ".") }
        if waiting == 0, leased == 0 {
            let isAllDone = done > 0 ? "All \(done) contacts are done" : "It has no contacts"
            sentences.append(isAllDone + goesOn + ".")
        }
        return sentences
    }

    private var goesOn: String {
        if state == .finished { return "" }
        if endsAt != nil { return "; it goes on for new ones until its end" }
        return nextSelectionAt == nil ? "" : "; it goes on for those whom the next selection finds"
    }

    private var selection: String? {
        let last = selectedAt.map { "Its contacts were last selected at \(text($0))" }
        guard let nextSelectionAt else { return last.map { $0 + "." } }
        let next =
            if state == .paused {
                "aren't selected again while it is paused"
            } else if nextSelectionAt <= at {
                "are due to be selected again"
            } else {
                "are selected again at \(text(nextSelectionAt))"
            }
        return "\(last.map { $0 + ", and" } ?? "Its contacts") \(next)."
    }

    private var life: String {
        let until = endsAt.map { " until \(text($0))" } ?? ""
        return switch state {
        case .draft: "It is a draft; `dialerd campaign validate \(campaign)` looks it over."
        case .validated: "It is validated and not started; `dialerd campaign start \(campaign)` starts it."
        case .scheduled: "It starts \(startsAt.map(text) ?? "at its time")\(until)."
        case .running: "It is running\(until)."
        case .paused: "It is paused\(until); `dialerd campaign resume \(campaign)` lets it go on."
        case .finished: "It is finished."
        }
    }

    private static func sentence(_ pilot: Pilot, of campaign: String) -> String {
        if pilot.isApproved { return "Its pilot of \(pilot.size) was approved." }
        let ended = pilot.ended.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.value) \($0.key.rawValue)" }
        let attempts = pilot.attempts.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.value) \($0.key.rawValue)" }
        let figures = [
            ended.isEmpty ? nil : "contacts: " + ended.joined(separator: ", "),
            attempts.isEmpty ? nil : "attempts: " + attempts.joined(separator: ", "),
        ].compactMap(\.self)
        let come = figures.isEmpty ? "" : " (\(figures.joined(separator: "; ")))"
        guard pilot.taken >= pilot.size else { return "Its pilot has called \(pilot.taken) of \(pilot.size)\(come)." }
        return
            "Its pilot of \(pilot.size) is full\(come); `dialerd campaign approve \(campaign)` lets the others be called."
    }

    private func words(_ wait: Wait) -> String {
        let next = wait.next.map { " (next \(text($0)))" } ?? ""
        let verb = wait.count == 1 ? "waits" : "wait"
        return switch wait.cause {
        case .due: "\(wait.count) \(wait.count == 1 ? "is" : "are") due now"
        case .retry: "\(wait.count) \(verb) for the next try or the next stage\(next)"
        case .rule: "\(wait.count) \(verb) for \(Self.words(ofRule: wait.rule))\(next)"
        case .trouble:
            "\(wait.count) \(verb) because of trouble\(next)"
                + (wait.example.map { ": \($0.last == "." ? $0.dropLast() : $0[...])" } ?? "")
        case .pilot: "\(wait.count) \(verb) for the pilot to be approved"
        }
    }

    /// Those that every call is asked have words of their own; a site's own rules go by their names.
    private static func words(ofRule name: String?) -> String {
        switch name {
        case "account": "a promise or a payment to be booked"
        case "number-in-use": "their number to be free"
        case "campaign-hours", "own-hours": "calling hours"
        default: "the rule “\(name ?? "")”"
        }
    }

    private func text(_ time: UTCTime) -> String { time.words(in: zone, now: at) }
}
