/// Finds what somebody meant who wrote something else.
package enum Spelling {
    /// "; did you mean 'x'?" where one of the known words is near, or else all of them.
    package static func suggestion(for word: String, among known: [String]) -> String {
        let nearest = known.min { distance($0, word) < distance($1, word) }
        if let nearest, distance(nearest, word) <= max(2, word.count / 3) { return "; did you mean '\(nearest)'?" }
        return "; it can be \(known.joined(separator: ", "))."
    }

    /// The number of letters to insert, drop or change (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let change = diagonal + (letter == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
