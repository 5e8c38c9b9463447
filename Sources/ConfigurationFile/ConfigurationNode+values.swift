package import Foundation
import Yams

/// Readers of single values.
extension ConfigurationNode {
    /// The word as it stands, where it is one.
    package var word: String? { node?.scalar?.string }

    package func text() -> String? {
        guard let word, !word.isEmpty else { return mustBe("text") }
        return word
    }

    package func number<Number: FixedWidthInteger>(in range: ClosedRange<Number>) -> Number? {
        guard let number = word.flatMap({ Number($0) }), range.contains(number) else {
            return mustBe("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func truth() -> Bool? {
        switch word {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: mustBe("“yes” or “no”")
        }
    }

    /// One of an enumeration's raw values.
    package func choice<Choice: CaseIterable & RawRepresentable<String>>(of type: Choice.Type) -> Choice? {
        let words = Choice.allCases.map(\.rawValue)
        if let choice = word.flatMap({ Choice(rawValue: $0) }) { return choice }
        let suggestion = word.flatMap { Spelling.nearest(to: $0, among: words) }
        return mustBe("one of \(words.joined(separator: ", "))", remedy: suggestion.map { "Did you mean “\($0)”?" })
    }

    /// Such as `90 seconds`, `15 minutes`, `1 day`, or short: `250ms`, `1.5s`, `10m`, `3h`, `2d`.
    package func duration(in range: ClosedRange<Duration> = .zero ... .seconds(400 * 86_400)) -> Duration? {
        guard let match = word?.wholeMatch(of: /([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([a-z]+)/),
            let count = Double(match.1), let unit = Self.milliseconds[String(match.2)]
        else { return mustBe("a time such as “90 seconds”, “15 minutes”, “3 hours” or “2 days”, or “2s”, “10m”") }
        let duration = Duration.milliseconds(Int64((count * unit).rounded()))
        guard range.contains(duration) else {
            return mustBe("from \(Self.words(range.lowerBound)) to \(Self.words(range.upperBound))")
        }
        return duration
    }

    private static let milliseconds: [String: Double] = {
        let names = [("ms", "millisecond", 1.0), ("s", "second", 1e3), ("m", "minute", 6e4), ("h", "hour", 3.6e6)]
        var units: [String: Double] = [:]
        for (letter, word, length) in names + [("d", "day", 8.64e7)] {
            for name in [letter, word, word + "s"] { units[name] = length }
        }
        return units
    }()

    private static func words(_ duration: Duration) -> String {
        let (seconds, fraction) = duration.components
        if fraction > 0 { return "\(seconds * 1_000 + fraction / 1_000_000_000_000_000) milliseconds" }
        return seconds > 0 && seconds % 86_400 == 0 ? "\(seconds / 86_400) days" : "\(seconds) seconds"
    }

    package func timeZone() -> TimeZone? {
        // Foundation also takes abbreviations, which mean different places to different people.
        guard let word, word.contains("/") || word == "UTC", let zone = TimeZone(identifier: word) else {
            return mustBe("a time zone such as Asia/Shanghai")
        }
        return zone
    }

    /// A path, relative to the file's own directory unless it is absolute.
    package func url() -> URL? {
        text().map { URL(filePath: $0, relativeTo: directory).absoluteURL }
    }

    /// What stands in the file that this names, without white space around it, such as a password.
    package func textOfFile() -> String? {
        guard let url = url() else { return nil }
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            return mustBe("the name of a text file that dialerd may read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
