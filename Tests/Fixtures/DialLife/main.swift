// One life of a dialer at work, to be killed at any moment: `dial-life-fixture DATABASE KEY LIFE` loads, leases, opens
// and finishes attempts, calls back, sends fax pages, takes promises and reports, and says on the standard output what it was told
// is done, a line each, after it was told.

import Campaigns
import Foundation

let arguments = CommandLine.arguments
let database = try DialerDatabase.open(
    at: URL(filePath: arguments[1]), recordKey: RecordKeyFile(URL(filePath: arguments[2])))
let life = Int(arguments[3]) ?? 0

/// One write of less than a pipe's atomic size: a line is there whole or not at all.
@Sendable func tell(_ words: Any...) {
    let line = words.map { "\($0)" }.joined(separator: " ") + "\n"
    FileHandle.standardOutput.write(Data(line.utf8))
}

let recovered = try await database.recover(now: .now)
tell("recovered", recovered.interrupted)

let soon: [RetryPolicy.Result: RetryPolicy.Rule] = [
    .busy: .init(wait: .milliseconds(20), limit: 1000), .interrupted: .init(wait: .seconds(86_400), limit: 1000),
    .cancelled: .init(wait: .milliseconds(20), limit: 1000),
]
let campaign = CampaignDefinition(
    name: "lives", title: "Lives", source: .init(kind: .arrearsPostpaid), window: .always(in: .gmt),
    retry: RetryPolicy(budget: 1000, rules: soon), lines: 30, callerID: "10000")
let book = ContactBook(database: database)

let callbacks = CallbackBook(
    database: database, retry: RetryPolicy(budget: 1000, rules: soon), defaultGroup: "clerks")

/// Each life brings its own debtors beside those of the lives before.
func load() async throws {
    let debtors = (0..<40).map { index -> Debtor in
        let account = "L\(life)-\(index)"
        let due = PostpaidArrears(
            account: account, month: .init(iso: "2026-09")!, periodStart: .init(iso: "2026-09-01")!,
            periodEnd: .init(iso: "2026-09-30")!, amount: Fen(5_000), dueDay: .init(iso: "2026-10-10")!)
        let number = E164(text: "+8620\(10_000_000 + life * 100 + index)")!
        return Debtor(name: "x", language: nil, numbers: [ContactNumber(number)], due: .postpaid(due))
    }
    _ = try await book.load(campaign, debtors, now: .now)
    for debtor in debtors { tell("loaded", debtor.due.account) }
    try await book.start(campaign.name)
    let faxes = FaxQueue(database: database)
    for index in 0..<3 {
        let number = E164(text: "+8621\(10_000_000 + life * 100 + index)")!
        let job = try await faxes.enqueue(document: "d", pages: 4, number: number, requester: "170", now: .now)
        tell("queued", job)
    }
    for index in 0..<10 {
        let number = E164(text: "+8622\(10_000_000 + life * 100 + index)")!
        try await callbacks.ask(
            number: number, account: nil, language: nil, wish: "clerk", dueAt: .now, now: .now)
        tell("asked", number.text)
    }
}

@Sendable func call(_ caller: Int) async throws {
    var turn = caller
    while true {
        turn += 1
        guard case .leased(let leases) = try await book.lease(campaign: campaign.name, limit: 1, now: .now),
            let lease = leases.first
        else {
            try await Task.sleep(for: .milliseconds(5))
            continue
        }
        guard case .begun(let attempt) = try await book.beginAttempt(under: lease, trunk: "a", now: .now) else {
            continue
        }
        tell("begun", attempt.id, lease.number.text)
        try await database.record(.ringing, of: attempt, at: .now)
        if turn.isMultiple(of: 4) {
            try await talk(attempt, lease, turn)
            continue
        }
        let isAnswered = turn.isMultiple(of: 3)
        if isAnswered {
            try await PromiseBook(database: database).promise(
                account: lease.account, dueDay: CalendarDay(.now, in: .gmt), in: .gmt, attempt: attempt, now: .now)
            tell("promised", lease.account)
        }
        let outcome: AttemptOutcome = isAnswered ? .answered : .busy
        _ = try await book.finish(
            attempt, under: lease, AttemptResult(outcome: outcome, keysPressed: isAnswered ? "2" : ""), now: .now)
        tell("finished", attempt.id, outcome.rawValue)
    }
}

/// An agent talks, and says what came of it before or after the call is over.
@Sendable func talk(_ attempt: Attempt, _ lease: ContactLease, _ turn: Int) async throws {
    var result = AttemptResult(outcome: .answered)
    result.agent = AgentNumber("8001")
    let saysEarly = turn.isMultiple(of: 8)
    if saysEarly { try await say(attempt, turn) }
    try await book.finishTalk(attempt, under: lease, result, now: .now)
    tell("finished", attempt.id, "answered")
    if !saysEarly { try await say(attempt, turn) }
    _ = try await book.settleTalk(attempt, under: lease, now: .now)
}

@Sendable func say(_ attempt: Attempt, _ turn: Int) async throws {
    let goesOn = turn.isMultiple(of: 3)
    let disposition = Disposition(
        code: "x", title: "x", does: goesOn ? .again : .done, wait: .milliseconds(50))
    try await DispositionBook(database: database).keep(
        AgentWord(
            call: "attempt \(attempt.id)", attempt: attempt.id, agent: AgentNumber("8001")!, group: "clerks",
            disposition: disposition),
        of: .init(number: nil, account: nil, language: nil, zone: .gmt), now: .now)
    tell("said", attempt.id)
}

@Sendable func fax() async throws {
    let faxes = FaxQueue(database: database)
    while true {
        guard let lease = try await faxes.leaseDue(limit: 1, now: .now).first else {
            try await Task.sleep(for: .milliseconds(5))
            continue
        }
        guard case .begun(let attempt) = try await faxes.beginDelivery(under: lease, trunk: "a", now: .now) else {
            continue
        }
        tell("begun", attempt.id, lease.number.text)
        for page in lease.unconfirmedPages {
            try await faxes.confirmPage(page, of: lease, attempt: attempt, now: .now)
            tell("page", lease.job, page)
        }
        _ = try await faxes.finishDelivery(attempt, under: lease, AttemptResult(outcome: .answered), now: .now)
        tell("finished", attempt.id, "answered")
    }
}

@Sendable func callBack() async throws {
    var turn = 0
    while true {
        turn += 1
        guard let callback = try await callbacks.due(in: "clerks", limit: 1, now: .now).first,
            case .leased(let lease) = try await callbacks.lease(callback, now: .now)
        else {
            try await Task.sleep(for: .milliseconds(5))
            continue
        }
        guard case .begun(let attempt) = try await callbacks.beginAttempt(under: lease, trunk: "a", now: .now) else {
            continue
        }
        tell("begun", attempt.id, callback.number.text)
        var result = AttemptResult(outcome: turn.isMultiple(of: 3) ? .answered : .busy)
        if result.outcome == .answered { result.agent = AgentNumber("8001") }
        _ = try await callbacks.finish(attempt, under: lease, result, now: .now)
        tell("finished", attempt.id, result.outcome.rawValue)
        if result.agent != nil { tell("done", callback.id) }
    }
}

@Sendable func report() async throws {
    let reports = ReportBook(database: database)
    while true {
        _ = try await reports.campaigns()
        try await Task.sleep(for: .milliseconds(10))
    }
}

try await load()
try await withThrowingTaskGroup(of: Void.self) { group in
    for caller in 0..<6 { group.addTask { try await call(caller) } }
    group.addTask { try await fax() }
    for _ in 0..<2 { group.addTask { try await callBack() } }
    group.addTask { try await report() }
    try await group.waitForAll()
}
