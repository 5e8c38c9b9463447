import ArgumentParser
import Campaigns
import ConfigurationFile
import Dialer
import Foundation

extension CampaignCommand {
    struct Try: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Play a campaign in seconds, before it is started: how long, how many calls, how many agents.",
            discussion: """
                Nobody is called and nothing is loaded. The contacts are those whom the billing data would yield now; \
                their numbers, the retry policy, hours, rules, holidays, lines, ringing time and mode are the campaign's. Who \
                answers when, and how long talks and wrap-ups last, is taken from the calls so far; the report says \
                which figure comes from where.

                Not simulated: payments, promises, do-not-call and what agents say came of a call (whoever is talked to is \
                done), later stages, pilots, other campaigns and callbacks that want the same agents or lines, and best hours. \
                Everybody is where the site is. docs/campaigns.md has more.
                """)

        @Argument(help: "The campaign's name, or a campaign file that needn't be in the campaigns folder.")
        var campaign: String
        @Option(
            help: "At work as long as it calls: 8 or 6,8,10 or 6-12; without it, as many as the group has.",
            transform: agentCounts)
        var agents: [Int] = []
        @Option(help: "How long a talk is on average, such as 90s; in a campaign without agents, the announcement.")
        var talk: String?
        @Option(help: "How long a wrap-up is on average, such as 20s.") var wrapUp: String?
        @Option(help: "Of a hundred calls so many are answered, such as 35%.") var answerRate: String?
        @Option(help: "How many contacts there are, of one number each, instead of those selected.") var contacts: Int?
        @Option(help: "On how many days it may call, such as 3d, until it is to be done; else until “ends”, or one.")
        var within: String?
        @Option(help: "How often each is played, each time with other luck.") var seeds = 5
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        func validate() throws {
            guard (1...100).contains(seeds) else { throw ValidationError("--seeds must be from 1 to 100.") }
            if let contacts, !(1...1_000_000).contains(contacts) {
                throw ValidationError("--contacts must be from 1 to 1000000.")
            }
        }

        func run() async throws {
            let configuration = try file.read()
            let preparation = try TrialPreparation(configuration)
            let (definition, selection) = try await preparation.examine(campaign)
            var assumptions = try await preparation.assumptions(for: definition)
            try overrule(&assumptions, of: definition)
            let numbers: [Int]
            if let contacts {
                numbers = Array(repeating: 1, count: contacts)
            } else {
                numbers = try await preparation.numbers(selection, of: definition)
            }
            let rules = try await preparation.rules()
            try await preparation.close()
            guard
                let trial = CampaignTrial(
                    definition, numbers: numbers, assumptions: assumptions, rules: rules, now: .now)
            else {
                throw Complaint("\(definition.name): window, rules, holidays and “ends” leave no hour to call anybody.")
            }
            let counts = agents.isEmpty ? try preparation.agents(of: definition) : agents
            let began = ContinuousClock.now
            let report = await trial.report(agents: counts, seeds: seeds, within: try days()) { progress in
                guard !form.isJSON, ContinuousClock.now - began > .seconds(1) else { return }
                switch progress {
                case .agents(let count): complain("playing with \(count) agents …")
                case .looking(let count): complain("looking for how many are needed: \(count) agents …")
                }
            }
            let page = TrialPage(report, seeds: seeds, zone: configuration.site.zone)
            say(form.isJSON ? try json(page.figures) : page.text)
        }

        private func overrule(_ assumptions: inout TrialAssumptions, of definition: CampaignDefinition) throws {
            if let talk = try Self.duration(talk, "--talk", in: .seconds(2) ... .seconds(3_600)) {
                assumptions.talk = .init(.init(mean: talk), .given)
            }
            if let wrapUp = try Self.duration(wrapUp, "--wrap-up", in: .zero ... .seconds(3_600)) {
                assumptions.wrapUp = .init(wrapUp, .given)
                assumptions.wrapUpLimit = nil
            }
            guard let answerRate else { return }
            let range = TrialAssumptions.answerRates
            guard let match = answerRate.wholeMatch(of: /([0-9]{1,2}(?:\.[0-9]+)?) ?%/), let percent = Double(match.1),
                range.contains(percent / 100)
            else {
                throw Complaint("--answer-rate is “\(answerRate)”, but must be from 3% to 80%, such as 35%.")
            }
            assumptions.answered = .init(Array(repeating: percent / 100, count: 24), .given)
        }

        private func days() throws -> Int? {
            guard let within else { return nil }
            guard let match = within.wholeMatch(of: /([0-9]{1,2}) ?(d|day|days)?/), let days = Int(match.1),
                (1...60).contains(days)
            else {
                throw Complaint("--within is “\(within)”, but must be a number of days from 1 to 60, such as 3d.")
            }
            return days
        }

        /// Units: seconds.
        private static func duration(
            _ text: String?, _ option: String, in range: ClosedRange<Duration>
        ) throws -> Double? {
            guard let text else { return nil }
            let name = String(option.dropFirst(2))
            return try ConfigurationNode.read(yaml: "\(name): \(text)", file: option) {
                $0[name].duration(in: range)
            } / .seconds(1)
        }

        private static func agentCounts(_ text: String) throws -> [Int] {
            let most = 20
            let counts = text.split(separator: ",").map { part -> [Int]? in
                let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
                guard let first = ends.first, let last = ends.last, ends.count <= 2, first >= 1, last >= first,
                    last <= 10_000, last - first < most
                else { return nil }
                return Array(first...last)
            }
            let all = counts.compactMap(\.self)
            guard !all.isEmpty, all.count == counts.count, all.joined().count <= most else {
                throw ValidationError(
                    "“\(text)” must be numbers of agents such as 8 or 6,8,10 or 6-12, at most \(most) of them.")
            }
            return Array(all.joined())
        }
    }
}
