package import ConfigurationFile
package import Foundation

/// A scenario in YAML, as in `simulations/month.yml`.
package enum ScenarioFile {
    private static let keys = [
        "name", "title", "from", "to", "seed", "site", "rules", "trunk", "crashes-each-month", "select-every",
        "holidays", "places", "population", "money", "calls", "campaigns", "agents",
    ]

    /// Throws: every fault of the file, with its place and remedy; also those of the rule set that it names.
    package static func read(_ file: URL) throws(ConfigurationError) -> Scenario {
        // The rules are read first, so that their faults are told with their own file's name.
        let rules = try ConfigurationNode.read(file) { [$0["rules"].url()] }[0]
        guard let rules else { return try ConfigurationNode.read(file) { $0["rules"].mustBe("a rule file's name") } }
        let set = try RuleFile.read(rules)
        return try ConfigurationNode.read(file) { scenario($0, rules: set) }
    }

    private static func scenario(_ file: ConfigurationNode, rules: RuleSet) -> Scenario? {
        file.expectKeys(keys)
        let name = file["name"].text()
        let title = file["title"].text()
        let (from, to) = (file["from"].day(), file["to"].day())
        if let from, let to, to < from { file["to"].refuse("“to” is a day before “from”. Exchange them.") }
        let seed = file.optional("seed")?.number(in: 0...UInt64(Int64.max)) ?? 1
        file["site"].expectKeys(["zone", "region"])
        let zone = file["site"]["zone"].timeZone()
        let region = file["site"]["region"].region()
        file["trunk"].expectKeys(["channels", "calls-a-second"])
        let channels = file["trunk"]["channels"].number(in: 1...100_000)
        let pace = file["trunk"]["calls-a-second"].number(in: 1...10_000)
        let crashes = file.optional("crashes-each-month")?.number(in: 0...1_000) ?? 0
        let every = file.optional("select-every")?.duration(in: .seconds(86_400) ... .seconds(366 * 86_400))
        let holidays = file.optional("holidays")?.list()?.compactMap { $0.holiday() } ?? []
        let places = file["places"].list()?.compactMap(place) ?? []
        let population = population(file["population"])
        let money = money(file["money"])
        let calls = calls(file["calls"])
        let campaigns = file["campaigns"].list()?.compactMap { CampaignFile.definition($0, lists: []) } ?? []
        let agents = file.optional("agents").flatMap(agents)
        expectAgents(of: file["campaigns"], campaigns, agents)
        guard let name, let title, let from, let to, let zone, let region, let channels, let pace, let population,
            let money, let calls
        else { return nil }
        return Scenario(
            name: name, title: title, from: from, to: to, seed: seed, zone: zone, region: region, rules: rules,
            channels: channels, callsPerSecond: pace, crashesEachMonth: crashes,
            selectEvery: every.map { Int($0 / .seconds(86_400)) } ?? 1, holidays: holidays, places: places,
            population: population, money: money, calls: calls, campaigns: campaigns, agents: agents)
    }

    private static func place(_ value: ConfigurationNode) -> Scenario.Place? {
        value.expectKeys(["share", "zone", "region", "language", "numbers"])
        let share = value["share"].number(in: 1...1_000_000)
        let zone = value["zone"].timeZone()
        let region = value["region"].region()
        let language = value["language"].choice(of: CustomerLanguage.self)
        var numbers = value["numbers"].text()
        if let text = numbers, text.wholeMatch(of: /\+[1-9][0-9]{1,10}x{4,10}/) == nil {
            numbers = value["numbers"].mustBe("a number such as “+1212xxxxxxx”, with 4 to 10 x at its end")
        }
        guard let share, let zone, let region, let language, let numbers else { return nil }
        return Scenario.Place(share: share, zone: zone, region: region, language: language, numbers: numbers)
    }

    private static func population(_ value: ConfigurationNode) -> Scenario.Population? {
        value.expectKeys(["accounts", "prepaid", "second-number", "third-number", "shared-person"])
        let accounts = value["accounts"].number(in: 1...10_000_000)
        let prepaid = value["prepaid"].percent()
        let (second, third) = (value["second-number"].percent(), value["third-number"].percent())
        let shared = value["shared-person"].percent()
        guard let accounts, let prepaid, let second, let third, let shared else { return nil }
        return Scenario.Population(
            accounts: accounts, prepaid: prepaid, secondNumber: second, thirdNumber: third, sharedPerson: shared)
    }

    private static func money(_ value: ConfigurationNode) -> Scenario.Money? {
        value.expectKeys([
            "owes-at-first", "owes-each-month", "pays-each-day", "keeps-promise", "claim-is-true", "least", "most",
        ])
        let atFirst = value.optional("owes-at-first").map { $0.percent() } ?? Percent(0)
        let owes = value["owes-each-month"].percent()
        let pays = value["pays-each-day"].percent()
        let keeps = value["keeps-promise"].percent()
        let isTrue = value["claim-is-true"].percent()
        let (least, most) = (value["least"].money(), value["most"].money())
        guard let atFirst, let owes, let pays, let keeps, let isTrue, let least, let most else { return nil }
        guard least <= most else {
            value["most"].refuse("“money.most” is less than “money.least”. Exchange them.")
            return nil
        }
        return Scenario.Money(
            owesAtFirst: atFirst, owesEachMonth: owes, paysEachDay: pays, keepsPromise: keeps, claimIsTrue: isTrue,
            amount: least.count...most.count)
    }

    private static func calls(_ value: ConfigurationNode) -> Scenario.Calls? {
        value.expectKeys([
            "answers", "busy", "unreachable", "rejected", "wrong-number", "congestion", "trunk-trouble", "machine",
            "hangs-up", "keys",
        ])
        let answers = value["answers"].list()?.compactMap { $0.percent() } ?? []
        if answers.count != 24 { value["answers"].refuse("“calls.answers” must list 24 percentages, one an hour.") }
        let keys = (value.optional("keys")?.entries() ?? []).reduce(into: [CampaignDefinition.Key: Percent]()) {
            guard let key = CampaignDefinition.Key(rawValue: $1.key) else {
                let names = CampaignDefinition.Key.allCases.map(\.rawValue).joined(separator: ", ")
                return $1.value.refuse("There is no key “\($1.key)”. Known keys: \(names).")
            }
            $0[key] = $1.value.percent()
        }
        let names = ["busy", "unreachable", "rejected", "wrong-number", "congestion", "trunk-trouble", "machine"]
        let chances = (names + ["hangs-up"]).compactMap { value[$0].percent() }
        guard answers.count == 24, chances.count == 8 else { return nil }
        return Scenario.Calls(
            answers: answers, busy: chances[0], unreachable: chances[1], rejected: chances[2],
            wrongNumber: chances[3], congestion: chances[4], trunkTrouble: chances[5], machine: chances[6],
            hangsUp: chances[7], keys: keys)
    }
}

extension ConfigurationNode {
    func percent() -> Percent? { number(in: 0...100).map(Percent.init) }

    fileprivate func day() -> CalendarDay? {
        word.flatMap(CalendarDay.init(iso:)) ?? mustBe("a day such as 2027-03-01")
    }

    fileprivate func holiday() -> Holiday? {
        expectKeys(["day", "region", "name", "from", "to"])
        let (day, name) = (self["day"].day(), self["name"].text())
        let region = optional("region").flatMap { $0.region() }
        let (opens, closes) = (optional("from")?.timeOfDay(), optional("to")?.timeOfDay())
        guard let day, let name else { return nil }
        let hours = opens.flatMap { opens in closes.flatMap { opens < $0 ? opens..<$0 : nil } }
        return Holiday(day: day, region: region, name: name, hours: hours)
    }
}
