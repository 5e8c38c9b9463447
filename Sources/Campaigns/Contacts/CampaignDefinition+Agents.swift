extension CampaignDefinition {
    /// Who talks to the people that it reaches.
    package struct Agents: Hashable, Codable, Sendable {
        package enum Mode: String, Codable, CaseIterable, Sendable {
            /// Those who press the key for a clerk; the others hear the announcement.
            case onRequest = "on-request"
            /// A free agent is reserved before anybody is called.
            case progressive
            /// A free agent is reserved, and sees whom he is to call before he calls.
            case preview
            /// Agents call whom they choose from a list; nobody is called by itself.
            case manual
            /// More are called than agents are free, by a fixed ratio.
            case power
            /// As many are called as will find an agent, by a forecast.
            case predictive
        }

        package struct Preview: Hashable, Codable, Sendable {
            /// What happens where the agent says nothing.
            package enum Then: String, Codable, CaseIterable, Sendable {
                case call
                case skip
            }

            package let time: Duration
            package let then: Then

            package init(time: Duration = .seconds(60), then: Then = .skip) {
                self.time = time
                self.then = then
            }
        }

        package struct Power: Hashable, Codable, Sendable {
            /// Calls for a hundred agents: 150 are three for two.
            package let ratioPercent: Int
            /// Of those who answer so many may meet nobody.
            ///
            /// Units: hundredths of a percent.
            package let capBasisPoints: Int

            /// The same as a share.
            package var cap: Double { Double(capBasisPoints) / 10_000 }

            package init(ratioPercent: Int = 100, capBasisPoints: Int = Self.legalCap) {
                self.ratioPercent = ratioPercent
                self.capBasisPoints = capBasisPoints
            }

            /// 3 %. Source: 16 CFR 310.4(b)(4)(i).
            package static let legalCap = 300
        }

        package let group: String
        package let mode: Mode
        /// Nil but in a preview campaign.
        package let preview: Preview?
        /// Nil but in a power or predictive campaign.
        package let power: Power?
        /// What the agent is to say; nil where the campaign has nothing to tell him.
        package let script: AgentScript?

        package init(
            group: String, mode: Mode = .onRequest, preview: Preview = Preview(), power: Power = Power(),
            script: AgentScript? = nil
        ) {
            self.group = group
            self.mode = mode
            self.preview = mode == .preview ? preview : nil
            self.power = mode == .power || mode == .predictive ? power : nil
            self.script = script
        }
    }
}

extension CampaignDefinition {
    /// What is right, but does not always do what it says.
    package func notes(_ roster: AgentRoster) -> [String] {
        guard let agents, agents.mode == .predictive else { return [] }
        let rung = roster.agents.values.filter { $0.skills[agents.group] != nil && !$0.isHeldOpen }
        return rung.map(\.number).sorted().map {
            "“mode: predictive” goes like “progressive” while agent \($0) is ready, whose telephone isn't held open: "
                + "nobody who answers waits until it has been rung."
        }
    }
}

extension CampaignDefinition.Agents.Power {
    /// Such as `1.5`.
    var ratioWords: String { Self.decimal(ratioPercent) }
    /// Such as `3%`.
    var capWords: String { Self.decimal(capBasisPoints) + "%" }

    private static func decimal(_ hundredths: Int) -> String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
