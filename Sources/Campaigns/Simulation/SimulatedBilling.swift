package import Foundation
import GRDB

/// A billing system that runs along with a simulation: bills are made, fall due, and are paid.
///
/// Its file is a real `billing.sqlite` by the contract, changed in place. Everything happens on the hour.
package final class SimulatedBilling {
    private struct Debt {
        let month: String
        let since: CalendarDay
        var amount: Int64
        let began: UTCTime
        let serial: Int64
    }

    private let scenario: Scenario
    private let population: SimulatedPopulation
    private let queue: DatabaseQueue
    private let log: WorldLog
    private var random: SplitMix64
    private var debts: [Int: Debt] = [:]
    private var serial: Int64 = 0
    /// Who pays which debt, by the hour.
    private var payments: [Int64: [(person: Int, debt: Int64)]] = [:]
    private let byBillingDay: [Int: [Int]]

    package init(_ scenario: Scenario, _ population: SimulatedPopulation, file: URL, log: WorldLog) throws {
        self.scenario = scenario
        self.population = population
        self.log = log
        random = SplitMix64(seed: scenario.seed ^ 0xB111)
        byBillingDay = Dictionary(grouping: population.people.indices) { population.people[$0].billingDay }
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.write { db in
            try db.execute(sql: Self.schema)
            for person in population.people {
                let place = scenario.places[person.place]
                let numbers = (0..<3).map { person.numbers.indices.contains($0) ? person.numbers[$0].text : nil }
                try db.cachedStatement(sql: "INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
                    arguments: [
                        person.account, person.person, person.name, place.language.rawValue, numbers[0], numbers[1],
                        numbers[2], place.zone.identifier, place.region.code, person.isPrepaid ? "prepaid" : "postpaid",
                    ])
            }
        }
    }

    /// What happens in the hour that begins now.
    package func hour(at now: UTCTime) throws {
        let today = CalendarDay(now, in: scenario.zone)
        let isFirstOfDay = now == today.start(in: scenario.zone)
        try queue.write { db in
            for payment in payments.removeValue(forKey: now.milliseconds / 3_600_000) ?? [] {
                guard debts[payment.person]?.serial == payment.debt else { continue }
                try settle(db, payment.person, now)
            }
            if now == scenario.start, scenario.money.owesAtFirst.count > 0 {
                for index in population.people.indices where scenario.money.owesAtFirst.happens(&random) {
                    let since = today.adding(days: -Int.random(in: 1...25, using: &random))
                    try owe(db, index, since, now)
                }
            }
            if isFirstOfDay {
                for index in byBillingDay[today.day] ?? [] where scenario.money.owesEachMonth.happens(&random) {
                    try owe(db, index, today, now)
                }
            }
        }
    }

    /// The person promised to pay before the end of `day`.
    package func promised(_ account: String, by day: CalendarDay, now: UTCTime) {
        guard scenario.money.keepsPromise.happens(&random) else { return }
        pay(account, within: Int(day.adding(days: 1).start(in: scenario.zone).milliseconds - now.milliseconds), now)
    }

    /// The person said that it is paid.
    package func claimed(_ account: String, now: UTCTime) {
        if scenario.money.claimIsTrue.happens(&random) { pay(account, within: 2 * 86_400_000, now) }
    }

    /// Writes down what is owed at the end.
    package func close() throws {
        for (index, debt) in debts.sorted(by: { $0.key < $1.key }) {
            try log.debt(population.people[index].account, from: debt.began, until: nil)
        }
    }

    private func owe(_ db: Database, _ index: Int, _ today: CalendarDay, _ now: UTCTime) throws {
        let amount = Int64.random(in: scenario.money.amount, using: &random)
        let month = today.billingMonth.adding(months: -1)
        if debts[index] == nil {
            serial += 1
            debts[index] = Debt(month: month.description, since: today, amount: amount, began: now, serial: serial)
            planPayment(of: index, now)
        } else {
            debts[index]?.amount += amount
        }
        guard let debt = debts[index] else { return }
        let first = month.firstDay.description
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO debt VALUES (?, ?, ?, ?, ?, ?)").execute(arguments: [
            population.people[index].account, debt.month, first, month.lastDay.description, debt.amount,
            debt.since.description,
        ])
    }

    private func settle(_ db: Database, _ index: Int, _ now: UTCTime) throws {
        guard let debt = debts.removeValue(forKey: index) else { return }
        let account = population.people[index].account
        try db.cachedStatement(sql: "DELETE FROM debt WHERE account = ?").execute(arguments: [account])
        try log.debt(account, from: debt.began, until: now)
    }

    /// Some pay by themselves, the longer it lasts the more of them.
    private func planPayment(of index: Int, _ now: UTCTime) {
        guard let debt = debts[index], scenario.money.paysEachDay.count > 0 else { return }
        var days = 0
        while days < 366, !scenario.money.paysEachDay.happens(&random) { days += 1 }
        plan(
            index, debt.serial,
            at: now.milliseconds + Int64(days) * dayLength + Int64.random(in: 0..<dayLength, using: &random))
    }

    private func pay(_ account: String, within milliseconds: Int, _ now: UTCTime) {
        guard let index = population.index(of: account), let debt = debts[index] else { return }
        let latest = max(3_600_000, milliseconds - 3_600_000)
        plan(index, debt.serial, at: now.milliseconds + Int64(Int.random(in: 0..<latest, using: &random)))
    }

    private func plan(_ index: Int, _ debt: Int64, at time: Int64) {
        payments[time / 3_600_000 + 1, default: []].append((index, debt))
    }

    private static let schema = """
        CREATE TABLE customer (account TEXT PRIMARY KEY, person TEXT, name TEXT, language TEXT, telephone TEXT,
            telephone2 TEXT, telephone3 TEXT, time_zone TEXT, region TEXT, payment TEXT) STRICT;
        CREATE TABLE debt (account TEXT PRIMARY KEY, month TEXT, period_start TEXT, period_end TEXT, amount INTEGER,
            since TEXT) STRICT;
        CREATE VIEW arrears_postpaid AS SELECT customer.*, month, period_start, period_end, amount AS amount_fen,
            since AS due_date FROM debt JOIN customer USING (account) WHERE payment = 'postpaid';
        CREATE VIEW arrears_prepaid AS SELECT customer.*, 0 AS balance_fen, amount AS accrued_fen, since AS since_date
            FROM debt JOIN customer USING (account) WHERE payment = 'prepaid';
        """
}
