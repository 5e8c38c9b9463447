/// Finds the word that somebody meant.
package enum Spelling {
    /// The nearest word within a third of its letters, at most three edits away; nil where none is near.
    package static func nearest(to word: String, among words: [String]) -> String? {
        // Beyond this it is no slip, and comparing costs its square.
        guard (1...64).contains(word.count) else { return nil }
        let distances = words.map { ($0, distance(Array(word.lowercased()), Array($0.lowercased()))) }
        guard let (nearest, edits) = distances.min(by: { $0.1 < $1.1 }), edits <= min(3, max(1, nearest.count / 3))
        else { return nil }
        return nearest
    }

    /// What to do about a word that there isn't: the one that was meant, or all there are.
    ///
    /// - Parameter written: how people write a word.
    package static func remedy(
        for word: String, among words: [String], written: (String) -> String = { $0 }
    ) -> String {
        if let meant = nearest(to: word, among: words) { return "Did you mean “\(written(meant))”?" }
        return "There are: \(words.map(written).joined(separator: ", "))."
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var table = [[Int]](repeating: Array(0...right.count), count: left.count + 1)
        for row in 1..<(left.count + 1) {
            table[row][0] = row
            for column in 1..<(right.count + 1) {
                let substitution = table[row - 1][column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
                table[row][column] = min(substitution, table[row][column - 1] + 1, table[row - 1][column] + 1)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
                }
            }
        }
        return table[left.count][right.count]
    }
}
