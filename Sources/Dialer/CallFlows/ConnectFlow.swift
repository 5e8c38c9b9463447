package import Campaigns

/// A campaign's call that leads to an agent at once.
///
/// A person who is not connected within two seconds of the answer hears who called and how to be left alone (safe harbour),
/// and counts as abandoned. Source: 16 CFR 310.4(b)(4).
package struct ConnectFlow: CallFlow {
    private enum State {
        case seeking
        case talking
        case harbour
        case keeping(CallerWish)
    }

    /// From the answer, as long as answers are not classified.
    package static let patience = Duration.seconds(2)

    private let wish: AgentWish
    private let questionsNumber: String
    private var dialogue: Dialogue
    private var state = State.seeking

    /// - Parameter questionsNumber: where we can be reached, as it is dialled.
    package init(
        _ wish: AgentWish, language: CustomerLanguage, questionsNumber: String, patience: Patience = Patience()
    ) {
        self.wish = wish
        self.questionsNumber = questionsNumber
        dialogue = Dialogue(language: language, patience: patience)
    }

    package var takesSecret: Bool { false }
    package var hasEnded: Bool { dialogue.hasEnded }

    package mutating func handle(_ event: CallFlowEvent) -> [CallFlowAction] {
        switch dialogue.receive(event) {
        case .started:
            dialogue.seekAgent(wish, saying: [], patience: Self.patience, endsByKey: false)
        case .key(let key): press(key)
        case .promptEnded: dialogue.listen(for: dialogue.patience.afterPrompt)
        case .silence: dialogue.part([.goodbye], .silence)
        case .answer(let answer): answered(answer)
        case .connected: state = .talking
        case .noAgent: noAgent()
        case nil: break
        }
        return dialogue.takeActions()
    }

    private mutating func noAgent() {
        // Whose agent was lost in the middle of it wants to be called back.
        if case .talking = state { return keep(.callback) }
        dialogue.note(.abandoned)
        comeToHarbour()
    }

    private mutating func comeToHarbour() {
        state = .harbour
        dialogue.say(
            ["frame.hello", "site.name", "dialer.safe-harbour", "dialer.call-us-on"]
                + dialogue.grammar.digits(questionsNumber) + [.shortPause, "dialer.stop-calls"])
    }

    private mutating func press(_ key: TelephoneKey) {
        switch (state, key) {
        case (.seeking, _): break
        case (.talking, _): keep(.callback)
        case (.harbour, .digit(AnnouncementKey.optOut.digit)): keep(.doNotCall)
        case (.harbour, _): comeToHarbour()
        case (.keeping, _): break
        }
    }

    private mutating func keep(_ wish: CallerWish) {
        state = .keeping(wish)
        dialogue.ask(.keep(wish))
    }

    private mutating func answered(_ answer: CallFlowAnswer) {
        guard case .keeping(let wish) = state else { return }
        switch (answer, wish) {
        case (.kept, .doNotCall): dialogue.part(["dunning.do-not-call-noted", .goodbye], .finished)
        case (.kept, _): dialogue.part(["dunning.clerk-will-call", .thankYou, .goodbye], .finished)
        default: dialogue.part(["frame.not-kept", .goodbye], .finished)
        }
    }
}
