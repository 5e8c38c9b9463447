package import Foundation
import Yams

extension YAMLReader {
    /// The value of a key; where there is none, a reader that complains about that when it is read.
    package subscript(_ key: String) -> YAMLReader {
        let child = node?.mapping?.first { $0.key.string == key }
        // `key:` with nothing behind it is as good as no key.
        let value = child.flatMap { $0.value.tag == Tag(.null) ? nil : $0.value }
        return YAMLReader(
            node: value,
            place: Place(value?.mark) ?? Place(child?.key.mark) ?? place,
            path: path.isEmpty ? key : "\(path).\(key)",
            file: file,
            faults: faults
        )
    }

    /// Complains about every key that isn't among `known`, and where this is no mapping at all.
    package func expectKeys(_ known: [String]) {
        guard let mapping = node?.mapping else {
            complain("a mapping of keys to values")
            return
        }
        for (key, _) in mapping where !known.contains(key.string ?? "") {
            let name = key.string ?? "?"
            let level = path.isEmpty ? "here" : "in “\(path)”"
            let remedy =
                Spelling.nearest(to: name, among: known).map { "Did you mean “\($0)”?" }
                ?? "Known keys: \(known.joined(separator: ", "))."
            refuse("There is no key “\(name)” \(level). \(remedy)", at: Place(key.mark) ?? self.place)
        }
    }

    package var keys: [String] { node?.mapping?.keys.compactMap(\.string) ?? [] }

    package func string() -> String? {
        guard let text = node?.scalar?.string, !text.isEmpty else { return complain("text") }
        return text
    }

    func isWord(_ word: String) -> Bool { node?.scalar?.string == word }

    package func integer(in range: ClosedRange<Int>) -> Int? {
        guard let number = node?.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
            return complain("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func boolean() -> Bool? {
        switch node?.scalar?.string {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: complain("“yes” or “no”")
        }
    }

    package func list() -> [YAMLReader]? {
        guard let sequence = node?.sequence else { return complain("a list, such as [a, b]") }
        return sequence.enumerated().map { index, element in
            YAMLReader(
                node: element,
                place: Place(element.mark) ?? place,
                path: "\(path)[\(index + 1)]",
                file: file,
                faults: faults
            )
        }
    }

    /// One of an enumeration's raw values.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        if let choice = node?.scalar.flatMap({ Choice(rawValue: $0.string) }) { return choice }
        let suggestion = node?.scalar.flatMap { Spelling.nearest(to: $0.string, among: words) }
        return complain(
            "one of \(words.joined(separator: ", "))",
            remedy: suggestion.map { "Did you mean “\($0)”?" }
        )
    }

    /// Such as `90 seconds`, `15 minutes`, `3 hours`, `2 days`.
    package func duration(in range: ClosedRange<Duration> = .zero ... .seconds(366 * 86_400)) -> Duration? {
        let units = ["second": 1, "minute": 60, "hour": 3600, "day": 86_400]
        let words = node?.scalar?.string.split(separator: " ") ?? []
        let unit =
            words.count == 2 ? units[words[1].hasSuffix("s") ? String(words[1].dropLast()) : String(words[1])] : nil
        guard let unit, let count = words[0].plainInteger, count <= 100_000_000 else {
            return complain("a time such as “90 seconds”, “15 minutes”, “3 hours” or “2 days”")
        }
        let duration = Duration.seconds(count * unit)
        guard range.contains(duration) else {
            return complain(
                "from \(range.lowerBound.components.seconds) to \(range.upperBound.components.seconds) seconds"
            )
        }
        return duration
    }

    /// Such as `10 yuan`, `10.50 yuan` or `1050 fen`.
    package func money() -> Fen? {
        let words = node?.scalar?.string.split(separator: " ") ?? []
        switch (words.count, words.last) {
        case (2, "yuan"): if let amount = Fen(yuan: String(words[0])) { return amount }
        case (2, "fen"): if let count = words[0].plainInteger { return Fen(Int64(count)) }
        default: break
        }
        return complain("an amount such as “10 yuan”, “10.50 yuan” or “1050 fen”")
    }

    /// Such as `08:30`; `24:00` is the end of the day.
    ///
    /// Units: minutes after midnight.
    package func timeOfDay() -> Int? {
        guard let match = node?.scalar?.string.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})/),
            let hour = Int(match.1), let minute = Int(match.2), minute < 60, hour * 60 + minute <= 1440
        else { return complain("a time of day such as 08:30, at most 24:00") }
        return hour * 60 + minute
    }

    package func timeZone() -> TimeZone? {
        guard let name = node?.scalar?.string, name.contains("/") || name == "UTC",
            let zone = TimeZone(identifier: name)
        else { return complain("a time zone such as Asia/Shanghai") }
        return zone
    }

    @discardableResult
    private func complain<Value>(_ expected: String, remedy: String? = nil) -> Value? {
        let name = path.isEmpty ? "The file" : "“\(path)”"
        let suffix = remedy.map { " \($0)" } ?? ""
        if node == nil {
            refuse("\(name) is missing. It must be \(expected).\(suffix)")
        } else {
            refuse("\(name) is \(found), but must be \(expected).\(suffix)")
        }
        return nil
    }

    private func complain(_ expected: String) {
        let _: Never? = complain(expected, remedy: nil)
    }

    private var found: String {
        switch node {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.string.isEmpty ? "empty" : "“\(scalar.string.prefix(80))”"
        case .alias, nil: "nothing"
        }
    }
}
