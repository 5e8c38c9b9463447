import Foundation

extension CampaignDefinition {
    /// What one of its file's keys says differently now.
    package struct Change: Hashable, Sendable, CustomStringConvertible {
        package let key: String
        package let from: String
        package let to: String

        package var description: String { "\(key): \(from) → \(to)" }
    }

    package func changes(to other: CampaignDefinition) -> [Change] {
        zip(described, other.described).compactMap { old, new in
            old.value == new.value ? nil : Change(key: old.key, from: old.value, to: new.value)
        }
    }

    /// Each key of a campaign file with what it says, in words; the same keys in the same order for every campaign.
    var described: [(key: String, value: String)] {
        describedContent + describedRetry + describedTraffic + describedAgents
    }

    private var describedContent: [(key: String, value: String)] {
        [
            ("title", title), ("source.query", source.kind.rawValue),
            ("source.minimum-amount", "\(source.minimumAmount.count) fen"),
            ("source.minimum-days-past-due", "\(source.minimumDaysPastDue)"), ("source.list", source.list ?? "none"),
            ("source.every", source.schedule?.every.words ?? "never"),
            ("source.at", source.schedule?.at.map(WeekHours.clock) ?? "any time"), ("purpose", purpose.rawValue),
            ("stages", stages.stages.map(\.words).joined(separator: ", ")),
            ("keys", keys.map(\.rawValue).joined(separator: ", ")), ("window", window.words),
        ]
    }

    private var describedRetry: [(key: String, value: String)] {
        var described = [
            (key: "retry.tries", value: "\(retry.budget)"),
            (key: "retry.tries-per-number", value: retry.triesPerNumber.map(String.init) ?? "no limit"),
            (key: "retry.between-numbers", value: retry.betweenNumbers.words),
        ]
        for result in RetryPolicy.Result.ofContacts {
            let rule = retry.rules[result].map { "\($0.wait.words), \($0.limit) times" }
            described.append((key: "retry.\(result.spelling)", value: rule ?? "never"))
        }
        return described
    }

    private var describedTraffic: [(key: String, value: String)] {
        [
            ("lines", "\(lines)"), ("caller-id", callerID), ("language", language.rawValue),
            ("priority", "\(priority)"), ("share", "\(share)"), ("pilot", pilot.map(String.init) ?? "none"),
            ("starts", starts?.description ?? "none"), ("ends", ends?.description ?? "none"),
            ("ringing", ringing.words), ("claim-patience", claimPatience.words),
            ("duplicates", duplicates.map(\.rawValue).sorted().joined(separator: ", ")),
        ]
    }

    private var describedAgents: [(key: String, value: String)] {
        [
            ("agents.group", agents?.group ?? "none"), ("agents.mode", agents?.mode.rawValue ?? "none"),
            ("agents.preview-time", agents?.preview?.time.words ?? "none"),
            ("agents.then", agents?.preview?.then.rawValue ?? "none"),
            ("agents.ratio", agents?.power?.ratioWords ?? "none"),
            ("agents.abandonment-cap", agents?.power?.capWords ?? "none"),
            ("agents.script", agents?.script?.text ?? "none"),
        ]
    }
}

extension DunningStages.Stage {
    fileprivate var words: String {
        let what =
            switch kind {
            case .announcement(let notice): notice.rawValue
            case .clerk: "clerk"
            }
        return "\(what) after \(fromAge) days" + (fromAmount.map { " or from \($0.count) fen" } ?? "")
    }
}

extension CallWindow {
    /// As a list of hours, with the zone where it has one.
    var words: String {
        "\(WeekHours(opens..<closes, on: weekdays)) " + (zone?.identifier ?? "where the called party is")
    }
}
