package import Campaigns

/// The 170 enquiry: who is calling, what a month's bill says, and the itemised bill by fax.
package struct EnquiryFlow: CallFlow {
    private struct Caller {
        /// As it was keyed in: the password belongs to it.
        let number: PrivateNumber
        /// The bills belong to it.
        let account: PrivateNumber
    }

    /// The month of the call, at the site.
    private let thisMonth: BillingMonth
    private var dialogue: Dialogue
    private var state = EnquiryState.choosingLanguage
    /// Who is calling; nil until number and password were right.
    private var caller: Caller?
    private var wrongPasswords = 0
    /// Whom the key for a clerk leads to; nil where a clerk calls back.
    private let clerks: AgentWish?

    package init(
        today: CalendarDay, language: CustomerLanguage = .mandarin, clerks: AgentWish? = nil,
        patience: Patience = Patience()
    ) {
        self.clerks = clerks
        thisMonth = today.billingMonth
        dialogue = Dialogue(language: language, patience: patience)
    }

    package var takesSecret: Bool { state.takesSecret }
    package var hasEnded: Bool { dialogue.hasEnded }

    package mutating func handle(_ event: CallFlowEvent) -> [CallFlowAction] {
        switch dialogue.receive(event) {
        case .started: dialogue.say([SpokenPiece("frame.welcome", in: dialogue.language)] + prompt(state))
        case .key(let key): press(key)
        case .promptEnded: dialogue.listen(for: dialogue.patience.afterPrompt)
        case .silence: silence()
        case .answer(let answer): answered(answer)
        case .noAgent: run(.callback)
        case .connected, nil: break
        }
        return dialogue.takeActions()
    }

    // MARK: Saying

    private func prompt(_ state: EnquiryState) -> [SpokenPiece] {
        if case .choosingLanguage = state {
            // Each language is offered in its own words.
            return CustomerLanguage.allCases.map { SpokenPiece("frame.language-choice", in: $0) }
        }
        return prompts(state).map { SpokenPiece($0, in: dialogue.language) }
    }

    private func prompts(_ state: EnquiryState) -> [PromptID] {
        switch state {
        case .choosingLanguage, .waiting, .seekingClerk: []
        case .enteringNumber: ["ask.telephone-number"]
        case .enteringPassword: ["ask.password"]
        case .mainMenu: ["menu.bill", "frame.to-repeat"]
        case .enteringMonth: ["ask.month"]
        case .afterBill: ["bill.by-fax", "frame.to-repeat"]
        case .enteringFax: ["ask.fax-number"]
        case .confirmingFax(_, let number):
            ["ask.you-entered"] + dialogue.grammar.digits(number.digits) + [.shortPause, "ask.confirm"]
        case .enteringFaxPassword: ["ask.password-to-confirm"]
        case .unavailable: ["frame.unavailable"]
        }
    }

    private mutating func go(to next: EnquiryState, saying first: [PromptID] = []) {
        state = next
        dialogue.say(first.map { SpokenPiece($0, in: dialogue.language) } + prompt(next))
    }

    /// Half a number that was entered is forgotten: its prompt asks for the whole again.
    private mutating func silence() {
        state = state.with(KeyedEntry())
        dialogue.mistake(.timeOut, again: prompt(state))
    }

    // MARK: Keys

    private mutating func press(_ key: TelephoneKey) {
        if var entry = state.entry {
            let step = entry.press(key)
            state = state.with(entry)
            return entered(step)
        }
        switch (state, key) {
        case (.choosingLanguage, .digit(1)): choose(.mandarin)
        case (.choosingLanguage, .digit(2)): choose(.english)
        case (.mainMenu, .digit(1)): run(.charges(nil))
        case (.mainMenu, .digit(2)), (.afterBill, .digit(2)): forward(to: .enteringMonth(KeyedEntry()))
        case (.mainMenu, .digit(3)): run(.balance)
        case (.mainMenu, .digit(0)), (.afterBill, .digit(0)), (.unavailable, .digit(0)): seekClerk()
        // Who will wait no longer is called back.
        case (.seekingClerk, _): run(.callback)
        case (.afterBill(let bill), .digit(1)): forward(to: .enteringFax(bill, KeyedEntry()))
        case (.afterBill(let bill), .hash): forward(to: state, saying: bill.spokenCharges(dialogue.grammar))
        case (.confirmingFax(let bill, let number), .digit(1)):
            forward(to: .enteringFaxPassword(EnquiryState.FaxRequest(number: number, bill: bill), KeyedEntry()))
        case (.confirmingFax(let bill, _), .digit(2)): forward(to: .enteringFax(bill, KeyedEntry()))
        case (.unavailable(let errand), .digit(1)): run(errand)
        case (_, .hash): forward(to: state)
        case (_, .star): goBack()
        default: dialogue.mistake(.wrongKey, again: prompt(state))
        }
    }

    private mutating func forward(to next: EnquiryState, saying first: [PromptID] = []) {
        dialogue.forgetMistakes()
        go(to: next, saying: first)
    }

    private mutating func choose(_ language: CustomerLanguage) {
        dialogue.language = language
        dialogue.note(.language(language))
        forward(to: .enteringNumber(KeyedEntry()))
    }

    private mutating func goBack() {
        switch state {
        case .choosingLanguage, .enteringNumber: forward(to: .choosingLanguage)
        case .enteringPassword: forward(to: .enteringNumber(KeyedEntry()))
        case .enteringFax(let bill, _): forward(to: .afterBill(bill))
        case .confirmingFax(let bill, _): forward(to: .enteringFax(bill, KeyedEntry()))
        case .enteringFaxPassword(let request, _): forward(to: .confirmingFax(request.bill, request.number))
        case .mainMenu, .enteringMonth, .afterBill, .unavailable, .waiting, .seekingClerk: forward(to: home)
        }
    }

    /// Where somebody stands who has nothing open.
    private var home: EnquiryState {
        caller == nil ? .enteringNumber(KeyedEntry()) : .mainMenu
    }

    private mutating func entered(_ step: KeyedEntry.Step) {
        switch step {
        case .more: dialogue.listen(for: dialogue.patience.betweenKeys)
        case .cleared: go(to: state, saying: [.tryAgain])
        case .back: goBack()
        case .done(let digits): entered(digits)
        }
    }

    private mutating func entered(_ digits: String) {
        switch state {
        case .enteringNumber where EnteredNumber.isPlausible(digits):
            forward(to: .enteringPassword(PrivateNumber(digits), KeyedEntry()))
        case .enteringPassword(let number, _) where !digits.isEmpty:
            run(.identify(number, password: Secret(digits)))
        case .enteringMonth:
            guard let month = EnteredNumber.month(digits, thisMonth: thisMonth) else {
                return dialogue.mistake("ask.invalid-month", again: prompt(state))
            }
            run(.charges(month))
        case .enteringFax(let bill, _) where EnteredNumber.isPlausible(digits):
            forward(to: .confirmingFax(bill, PrivateNumber(digits)))
        case .enteringFaxPassword(let request, _) where !digits.isEmpty:
            run(.confirmFax(request, password: Secret(digits)))
        default:
            dialogue.mistake("ask.invalid-number", again: prompt(state))
        }
    }

    private mutating func seekClerk() {
        guard let clerks else { return run(.callback) }
        dialogue.forgetMistakes()
        state = .seekingClerk
        dialogue.seekAgent(clerks, saying: ["frame.please-wait"])
    }

    // MARK: Errands

    private mutating func run(_ errand: EnquiryErrand) {
        guard let question = question(errand) else { return forward(to: home) }
        dialogue.forgetMistakes()
        state = .waiting(errand)
        dialogue.ask(question)
    }

    /// Nil where the errand is about an account and nobody has shown to be its owner.
    private func question(_ errand: EnquiryErrand) -> CallFlowQuestion? {
        switch (errand, caller) {
        case (.identify(let number, let password), _): .verify(number, password: password)
        case (.callback, _): .keep(.callback)
        case (.charges(let month), let caller?): .bill(account: caller.account, month: month)
        case (.balance, let caller?): .bill(account: caller.account, month: nil)
        case (.confirmFax(_, let password), let caller?): .verify(caller.number, password: password)
        case (.fax(let request), let caller?):
            .keep(.billByFax(to: request.number, account: caller.account, month: request.bill.month))
        case (_, nil): nil
        }
    }

    private mutating func answered(_ answer: CallFlowAnswer) {
        guard case .waiting(let errand) = state else { return }
        switch (answer, errand) {
        case (.verified(let account), .identify(let number, _)):
            caller = Caller(number: number, account: account)
            wrongPasswords = 0
            go(to: .mainMenu)
        case (.verified, .confirmFax(let request, _)):
            wrongPasswords = 0
            run(.fax(request))
        case (.refused, .identify): refused(back: .enteringNumber(KeyedEntry()))
        case (.refused, .confirmFax(let request, _)): refused(back: .enteringFaxPassword(request, KeyedEntry()))
        case (.refused, .fax(let request)):
            go(to: .enteringFax(request.bill, KeyedEntry()), saying: ["ask.invalid-number"])
        case (.locked, _): dialogue.part(["password.locked", .goodbye], .locked)
        case (.bill(let bill), .charges): go(to: .afterBill(bill), saying: bill.spokenCharges(dialogue.grammar))
        case (.bill(let bill), .balance): go(to: .mainMenu, saying: bill.spokenBalance(dialogue.grammar))
        case (.noBill, _): go(to: home, saying: ["bill.none-for-month"])
        case (.unknownAccount, _): go(to: home, saying: ["bill.unknown-account"])
        case (.kept, .fax(let request)):
            let number = dialogue.grammar.digits(request.number.digits)
            go(to: .mainMenu, saying: ["bill.fax-will-go-to"] + number + [.shortPause, "bill.fax-accepted"])
        case (.kept, .callback):
            dialogue.part(["dunning.clerk-will-call", .thankYou, .goodbye], .finished)
        default: go(to: .unavailable(errand))
        }
    }

    private mutating func refused(back: EnquiryState) {
        wrongPasswords += 1
        if wrongPasswords < dialogue.patience.wrongPasswords {
            go(to: back, saying: ["password.wrong"])
        } else {
            dialogue.part(["password.wrong-again", .goodbye], .wrongPassword)
        }
    }
}
