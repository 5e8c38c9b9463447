import Campaigns

/// An arrears call: the announcement, and what the person answers with keys.
///
/// Without a key the announcement is repeated once; then the call ends with thanks.
package struct AnnouncementFlow: CallFlow {
    private enum State {
        case announcing
        case menu
        case promising
        case confirmingDoNotCall
        case confirmingFax(PrivateNumber)
        case enteringFax(KeyedEntry)
        case keeping(CallerWish)
        /// With an agent, or on the way to one.
        case seekingClerk
        case notKept(CallerWish)
    }

    /// The days in which a promise may fall due, by the key that is recorded in its prompt.
    private static let promiseDays = [1: 0, 2: 1, 3: 3, 7: 7]

    private let facts: ArrearsFacts
    private let keys: [AnnouncementKey]
    private var dialogue: Dialogue
    private var state = State.announcing
    /// The last playing of the announcement, until its end is known; it may end after the next thing was begun.
    private var announcement: (number: Int, heard: AnnouncementHeard)?
    private var playings = 0
    private var mayRepeatItself = true

    package init(facts: ArrearsFacts, keys: Set<AnnouncementKey>, patience: Patience = Patience()) {
        self.facts = facts
        self.keys = keys.sorted { $0.place < $1.place }
        dialogue = Dialogue(language: facts.language, patience: patience)
    }

    package var takesSecret: Bool { false }
    package var hasEnded: Bool { dialogue.hasEnded }

    package mutating func handle(_ event: CallFlowEvent) -> [CallFlowAction] {
        switch event {
        case .playbackEnded(let number, let heard): noteAnnouncement(number, heard)
        case .hungUp(let heard?): if let number = dialogue.playback { noteAnnouncement(number, heard) }
        default: break
        }
        switch dialogue.receive(event) {
        case .started: announce()
        case .key(let key): press(key)
        case .promptEnded: promptEnded()
        case .silence: silence()
        case .answer(let answer): answered(answer)
        case .noAgent: keep(.callback)
        case .connected, nil: break
        }
        return dialogue.takeActions()
    }

    // MARK: Saying

    private mutating func announce() {
        state = .announcing
        playings += 1
        let pieces = facts.announcement(dialogue.grammar).map { SpokenPiece($0, in: dialogue.language) }
        let number = dialogue.say(pieces)
        announcement = (
            number,
            AnnouncementHeard(
                playing: playings,
                language: dialogue.language,
                milliseconds: 0,
                pieces: 0,
                of: pieces.count,
                isComplete: false
            )
        )
    }

    private mutating func noteAnnouncement(_ number: Int, _ heard: Heard) {
        guard let playing = announcement, playing.number == number else { return }
        announcement = nil
        dialogue.note(
            .announcement(
                AnnouncementHeard(
                    playing: playing.heard.playing,
                    language: playing.heard.language,
                    milliseconds: heard.milliseconds,
                    pieces: heard.pieces,
                    of: playing.heard.of,
                    isComplete: heard.isComplete
                )
            )
        )
    }

    /// What the state says; after a mistake it is said again.
    private func prompt(_ state: State) -> [SpokenPiece] {
        let prompts: [PromptID] =
            switch state {
            case .announcing, .menu, .keeping, .seekingClerk: []
            case .promising: ["dunning.promise-day", "frame.star-goes-back"]
            case .confirmingDoNotCall: ["dunning.confirm-do-not-call"]
            case .confirmingFax(let number):
                ["dunning.fax-to"] + dialogue.grammar.digits(number.digits) + [.shortPause, "dunning.fax-confirm"]
            case .enteringFax: ["ask.fax-number"]
            case .notKept: ["frame.not-kept"]
            }
        let pieces = prompts.map { SpokenPiece($0, in: dialogue.language) }
        return pieces.isEmpty ? menuPieces : pieces
    }

    /// The keys that are on offer, and whom to ring.
    ///
    /// Another language is offered in its own words.
    private var menuPieces: [SpokenPiece] {
        let questions = ["dunning.questions-call"] + dialogue.grammar.digits(facts.questionsNumber)
        return keys.map { key in
            SpokenPiece(key.prompt, in: key == .language ? dialogue.language.other : dialogue.language)
        } + questions.map { SpokenPiece($0, in: dialogue.language) }
    }

    private mutating func go(to next: State, saying first: [PromptID] = []) {
        state = next
        dialogue.say(first.map { SpokenPiece($0, in: dialogue.language) } + prompt(next))
    }

    private mutating func promptEnded() {
        if case .announcing = state {
            go(to: .menu)
        } else {
            dialogue.listen(for: dialogue.patience.afterPrompt)
        }
    }

    private mutating func silence() {
        guard case .menu = state else { return dialogue.mistake(.timeOut, again: prompt(state)) }
        if mayRepeatItself {
            mayRepeatItself = false
            announce()
        } else {
            dialogue.part([.thankYou, .goodbye], .silence)
        }
    }

    // MARK: Keys

    private mutating func press(_ key: TelephoneKey) {
        switch (state, key) {
        case (.announcing, _), (.menu, _), (.keeping, _): choose(key)
        case (.seekingClerk, _): keep(.callback)
        case (.enteringFax(var entry), _): enter(key, into: &entry)
        case (_, .star): goBack()
        case (.promising, .digit(let digit)): promise(digit)
        case (.confirmingDoNotCall, .digit(AnnouncementKey.optOut.digit)): keep(.doNotCall)
        case (.confirmingFax(let number), .digit(1)): keep(faxWish(number))
        case (.confirmingFax, .digit(2)): go(to: .enteringFax(KeyedEntry()))
        case (.notKept(let wish), .digit(1)): keep(wish)
        default: dialogue.mistake(.wrongKey, again: prompt(state))
        }
    }

    private mutating func choose(_ key: TelephoneKey) {
        // Back from the first menu is to its beginning.
        if key == .star { return announce() }
        guard let chosen = keys.first(where: { .digit($0.digit) == key }) else {
            state = .menu
            return dialogue.mistake(.wrongKey, again: menuPieces)
        }
        dialogue.forgetMistakes()
        switch chosen {
        case .repeat: announce()
        case .promise: go(to: .promising)
        case .paid: keep(.alreadyPaid)
        case .faxBill: go(to: facts.faxNumber.map { .confirmingFax($0) } ?? .enteringFax(KeyedEntry()))
        case .language:
            dialogue.language = dialogue.language.other
            dialogue.note(.language(dialogue.language))
            announce()
        case .optOut: go(to: .confirmingDoNotCall)
        case .clerk: seekClerk()
        }
    }

    /// Who will wait no longer presses a key, and is called back.
    private mutating func seekClerk() {
        guard let clerks = facts.clerks else { return keep(.callback) }
        state = .seekingClerk
        dialogue.seekAgent(clerks, saying: ["frame.please-wait"])
    }

    private mutating func goBack() {
        dialogue.forgetMistakes()
        go(to: .menu)
    }

    private mutating func promise(_ digit: Int) {
        guard let days = Self.promiseDays[digit] else {
            return dialogue.mistake(.wrongKey, again: prompt(state))
        }
        keep(.promise(facts.today.adding(days: days)))
    }

    private mutating func enter(_ key: TelephoneKey, into entry: inout KeyedEntry) {
        let step = entry.press(key)
        state = .enteringFax(entry)
        switch step {
        case .more: dialogue.listen(for: dialogue.patience.betweenKeys)
        case .cleared: go(to: state, saying: [.tryAgain])
        case .back: goBack()
        case .done(let digits) where EnteredNumber.isPlausible(digits):
            dialogue.forgetMistakes()
            go(to: .confirmingFax(PrivateNumber(digits)))
        case .done: dialogue.mistake("ask.invalid-number", again: prompt(state))
        }
    }

    private func faxWish(_ number: PrivateNumber) -> CallerWish {
        if case .postpaid(let period, _, _) = facts.debt {
            return .billByFax(to: number, account: facts.account, month: period)
        }
        return .billByFax(to: number, account: facts.account, month: nil)
    }

    // MARK: Wishes

    private mutating func keep(_ wish: CallerWish) {
        dialogue.forgetMistakes()
        state = .keeping(wish)
        dialogue.ask(.keep(wish))
    }

    private mutating func answered(_ answer: CallFlowAnswer) {
        guard case .keeping(let wish) = state else { return }
        switch (answer, wish) {
        case (.kept, _): kept(wish)
        case (.refused, .billByFax): go(to: .enteringFax(KeyedEntry()), saying: ["ask.invalid-number"])
        default: go(to: .notKept(wish))
        }
    }

    private mutating func kept(_ wish: CallerWish) {
        mayRepeatItself = false
        switch wish {
        case .promise(let day):
            go(to: .menu, saying: ["dunning.promise-noted"] + dialogue.grammar.day(day) + [.shortPause])
        case .alreadyPaid: go(to: .menu, saying: ["dunning.paid-noted"])
        case .billByFax: go(to: .menu, saying: ["bill.fax-accepted"])
        case .doNotCall: dialogue.part(["dunning.do-not-call-noted", .goodbye], .finished)
        case .callback: dialogue.part(["dunning.clerk-will-call", .thankYou, .goodbye], .finished)
        }
    }
}
