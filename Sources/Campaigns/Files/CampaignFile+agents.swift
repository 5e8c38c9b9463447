import ConfigurationFile

extension CampaignFile {
    static let agentKeys = ["group", "mode", "preview-time", "then", "ratio", "abandonment-cap", "script"]

    static func agents(_ value: ConfigurationNode) -> CampaignDefinition.Agents? {
        typealias Agents = CampaignDefinition.Agents
        value.expectKeys(agentKeys)
        let mode = value.optional("mode").map { $0.choice(of: Agents.Mode.self) } ?? .onRequest
        /// A key that means something in some modes only.
        func option(_ key: String, in modes: Agents.Mode...) -> ConfigurationNode? {
            guard let node = value.optional(key), let mode else { return nil }
            if modes.contains(mode) { return node }
            let words = modes.map { "“mode: \($0.rawValue)”" }.joined(separator: " or ")
            node.refuse("“agents.\(key)” goes with \(words) only. Remove it, or change “agents.mode”.")
            return nil
        }
        let preview = Agents.Preview(
            time: option("preview-time", in: .preview)?.duration(in: .seconds(5) ... .seconds(600)) ?? .seconds(60),
            then: option("then", in: .preview)?.choice(of: Agents.Preview.Then.self) ?? .skip)
        let power = Agents.Power(
            ratioPercent: option("ratio", in: .power)?.ratio() ?? 100,
            capBasisPoints: option("abandonment-cap", in: .power, .predictive)?.cap() ?? Agents.Power.legalCap)
        if mode == .power, value.optional("ratio") == nil {
            value.refuse("“mode: power” wants a ratio. Write how many calls go out for each free agent: “ratio: 1.5”.")
        }
        let script = value.optional("script")?.agentScript()
        guard let mode else { return nil }
        return value["group"].text().map {
            Agents(group: $0, mode: mode, preview: preview, power: power, script: script)
        }
    }
}

extension ConfigurationNode {
    /// Calls for each agent.
    ///
    /// Units: hundredths.
    fileprivate func ratio() -> Int? {
        word.flatMap { Self.hundredths($0, in: 100...300) } ?? mustBe("a number from 1.0 to 3.0, such as 1.5")
    }

    /// Units: hundredths of a percent.
    fileprivate func cap() -> Int? {
        let number = word?.wholeMatch(of: /([0-9.]+) ?%/).map { String($0.1) }
        return number.flatMap { Self.hundredths($0, in: 0...CampaignDefinition.Agents.Power.legalCap) }
            ?? mustBe("a share of those who answer from 0% to 3%, such as 2.5%")
    }

    private static func hundredths(_ text: String, in range: ClosedRange<Int>) -> Int? {
        guard let match = text.wholeMatch(of: /([0-9])(?:\.([0-9])([0-9])?)?/) else { return nil }
        let digits = [match.1, match.2 ?? "0", match.3 ?? "0"].joined()
        return Int(digits).flatMap { range.contains($0) ? $0 : nil }
    }
}
