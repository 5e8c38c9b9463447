/// The people of a scenario; the same seed makes the same ones.
package struct SimulatedPopulation: Sendable {
    package struct Person: Sendable {
        package let account: String
        /// The account of whom it is, where that is another one's person.
        package let person: String
        package let name: String
        package let place: Int
        package let isPrepaid: Bool
        package let numbers: [E164]
        /// The day of the month on which the account is billed.
        package let billingDay: Int
    }

    package let people: [Person]
    private let indexByAccount: [String: Int]

    package init(_ scenario: Scenario) {
        var random = SplitMix64(seed: scenario.seed)
        let places = scenario.places.enumerated().flatMap { index, place in Array(repeating: index, count: place.share)
        }
        var people: [Person] = []
        people.reserveCapacity(scenario.population.accounts)
        for index in 0..<scenario.population.accounts {
            let account = SampleBilling.account(index)
            let isPrepaid = scenario.population.prepaid.happens(&random)
            let billingDay = Int.random(in: 1...28, using: &random)
            if let other = people.last, scenario.population.sharedPerson.happens(&random) {
                people.append(
                    Person(
                        account: account, person: other.person, name: other.name, place: other.place,
                        isPrepaid: isPrepaid, numbers: other.numbers, billingDay: billingDay))
                continue
            }
            let place = places[Int.random(in: places.indices, using: &random)]
            let count =
                scenario.population.secondNumber.happens(&random)
                ? (scenario.population.thirdNumber.happens(&random) ? 3 : 2) : 1
            let numbers = (0..<count).compactMap { number in
                Self.number(scenario.places[place].numbers, index * 3 + number)
            }
            people.append(
                Person(
                    account: account, person: account, name: SampleNames.name(scenario.places[place].language, &random),
                    place: place, isPrepaid: isPrepaid, numbers: numbers, billingDay: billingDay))
        }
        self.people = people
        indexByAccount = Dictionary(uniqueKeysWithValues: people.enumerated().map { ($1.account, $0) })
    }

    package func index(of account: String) -> Int? { indexByAccount[account] }

    /// The serial number in place of the `x`.
    private static func number(_ pattern: String, _ serial: Int) -> E164? {
        let digits = String(serial)
        let width = pattern.count { $0 == "x" }
        let padding = String(repeating: "0", count: max(0, width - digits.count))
        return E164(text: pattern.prefix { $0 != "x" } + padding + digits.suffix(width))
    }
}
