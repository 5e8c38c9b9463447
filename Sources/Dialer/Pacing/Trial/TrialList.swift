import Campaigns

/// The contacts of a campaign as a trial rings them: each until it is reached, or its tries are used up.
///
/// Times are seconds from the beginning of the first day; those of `DayContacts` from the beginning of the day that was
/// begun last. What a call comes to depends on contact and try alone, whoever paces.
struct TrialList: DayContacts {
    private struct Number {
        var restsUntil = 0.0
        var tries = 0
        var isWrong = false
        var history = CallHistory.none
    }

    private struct Contact {
        var numbers: [Number]
        /// Tries, and those of them that count.
        var tries: Int64 = 0
        var used = 0
        var times: [RetryPolicy.Result: Int] = [:]
        var history = CallHistory.none
        /// Met nobody, and is left alone for a while.
        var isResting = false
    }

    private struct Call {
        let contact: Int
        let number: Int
        let kind: SimulatedContact.Kind
        let placedAt: Double
    }

    private let retry: RetryPolicy
    private let results: TrialResults
    /// Nil where no rule counts calls.
    private let rules: TrialRules?
    private let seed: UInt64
    private var contacts: [Contact]
    private var waiting = EventQueue<Int>()
    private var calls: [Int64: Call] = [:]
    private var day = DayPlan()
    private var start = 0.0
    private var closes = 0.0

    /// Those who talked to somebody, and all that are over.
    private(set) var reached = 0
    private(set) var ended = 0
    var left: Int { contacts.count - ended }
    private var resting = 0
    /// When for the first time nobody was left but those who met nobody, and are left alone for a while.
    private(set) var throughAt: Double?

    /// - Parameter numbers: how many numbers each contact has.
    init(_ numbers: [Int], retry: RetryPolicy, results: TrialResults, rules: TrialRules?, seed: UInt64) {
        self.retry = retry
        self.results = results
        self.rules = rules
        self.seed = seed
        contacts = numbers.map { Contact(numbers: Array(repeating: Number(), count: max(1, $0))) }
        for contact in contacts.indices { waiting.add(contact, at: 0) }
    }

    /// - Parameters:
    ///   - start: when it begins.
    ///   - closes: from when on nobody is rung any more, by the day's clock.
    mutating func begin(_ day: DayPlan, at start: Double, closes: Double) {
        (self.day, self.start, self.closes) = (day, start, closes)
    }

    // MARK: DayContacts

    func isDue(at time: Double) -> Bool { time < closes && waiting.nextTime.map { $0 <= start + time } ?? false }

    func isOver(at time: Double) -> Bool {
        time >= closes || waiting.nextTime.map { $0 >= start + closes } ?? true
    }

    func upcoming(from call: Int64, _ spread: SimulatedContact.Spread, at time: Double) -> [SimulatedContact] { [] }

    /// A list that is nearly through ends before the day does.
    func left(of duration: Double, at time: Double, placed: Int) -> Double {
        let open = max(0, closes - time)
        return placed == 0 ? open : min(open, time / Double(placed) * Double(left))
    }

    mutating func next(
        _ call: Int64, _ spread: SimulatedContact.Spread, at time: Double
    ) -> SimulatedContact? {
        let now = start + time
        guard time < closes else { return nil }
        while let (_, index) = waiting.next(until: now) {
            guard let number = choose(index, at: now) else { continue }
            if contacts[index].isResting { resting -= 1 }
            contacts[index].isResting = false
            let stream = Int64(index) << 10 | contacts[index].tries
            contacts[index].tries += 1
            let contact = SimulatedContact(stream, day, seed: seed, spread: spread, at: time)
            calls[call] = Call(contact: index, number: number, kind: contact.kind, placedAt: now)
            return contact
        }
        return nil
    }

    mutating func ended(_ call: Int64, _ end: DayCallEnd, at time: Double) {
        guard let call = calls.removeValue(forKey: call) else { return }
        let now = start + time
        switch end {
        case .connected:
            reached += 1
            ended += 1
        case .abandoned:
            remember(call, .abandoned)
            contacts[call.contact].isResting = true
            resting += 1
            settle(call, .notHeard, leastWait: Self.afterAbandonment, at: now)
        case .givenUp:
            // It rang for as long as is decent, and nobody answered.
            remember(call, .attempted)
            settle(call, .noAnswer, at: now)
        case .failed:
            remember(call, .attempted)
            settle(call, call.kind == .noAnswer ? .noAnswer : result(of: call), at: now)
        }
        if throughAt == nil, left <= resting { throughAt = now }
    }

    // MARK: Retries

    /// As `ContactSettlement` has it.
    private static let afterAbandonment = 72.0 * 3_600

    private func result(of call: Call) -> RetryPolicy.Result {
        let stream = (Int64(call.contact) << 10 | contacts[call.contact].tries) | 1 << 60
        var random = Draws(seed: seed, stream: stream)
        return results.failure(at: random.unit())
    }

    /// The first number that may be rung; where there is none now, the contact waits or is over.
    private mutating func choose(_ index: Int, at now: Double) -> Int? {
        var soonest: Double?
        for (position, number) in contacts[index].numbers.enumerated() where isLeft(number) {
            var opens = number.restsUntil
            if opens <= now {
                guard let rules else { return position }
                switch rules.verdict(toNumber: number.history, toPerson: contacts[index].history, at: now) {
                case .allowed: return position
                case .notNow(let until, _): opens = max(now + 1, rules.seconds(until))
                case .never: continue
                }
            }
            soonest = min(soonest ?? opens, opens)
        }
        if let soonest { waiting.add(index, at: soonest) } else { end(index) }
        return nil
    }

    private mutating func end(_ index: Int) {
        ended += 1
        if contacts[index].isResting { resting -= 1 }
        contacts[index].isResting = false
    }

    private func isLeft(_ number: Number) -> Bool {
        !number.isWrong && number.tries < retry.triesPerNumber ?? .max
    }

    private mutating func remember(_ call: Call, _ standing: PastCall.Standing) {
        guard let past = rules?.past(standing, at: call.placedAt) else { return }
        contacts[call.contact].history.append(past)
        contacts[call.contact].numbers[call.number].history.append(past)
    }

    private mutating func settle(_ call: Call, _ result: RetryPolicy.Result, leastWait: Double = 0, at now: Double) {
        let index = call.contact
        if result.countsAgainstBudget {
            contacts[index].used += 1
            contacts[index].numbers[call.number].tries += 1
        }
        contacts[index].times[result, default: 0] += 1
        let used = contacts[index].used
        if result == .wrongNumber {
            contacts[index].numbers[call.number].isWrong = true
            if used >= retry.budget { return end(index) }
        } else {
            let times = contacts[index].times[result] ?? 1
            guard case .again(let wait) = retry.decide(after: result, times: times, used: used) else {
                return end(index)
            }
            let (rest, others) = (wait / .seconds(1), retry.waitOfOthers(after: result, wait: wait) / .seconds(1))
            for position in contacts[index].numbers.indices {
                let until = now + max(leastWait, position == call.number ? rest : others)
                let before = contacts[index].numbers[position].restsUntil
                contacts[index].numbers[position].restsUntil = position == call.number ? until : max(before, until)
            }
        }
        let next = contacts[index].numbers.filter(isLeft).map(\.restsUntil).min()
        if let next { waiting.add(index, at: max(now, next)) } else { end(index) }
    }
}
