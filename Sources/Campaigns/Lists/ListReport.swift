/// What an import came to, or would come to.
package struct ListReport: Hashable, Encodable, Sendable {
    package let kind: ListKind
    package let file: String
    /// As it was found out or told.
    package let encoding: String
    package let delimiter: String
    package let isDryRun: Bool
    /// False where one row was bad and it was all or nothing, and after a dry run.
    package internal(set) var isLoaded: Bool
    /// Rows of the file, without its first.
    package internal(set) var rows = 0
    package internal(set) var fates: [ListFate: Int] = [:]
    package internal(set) var refused = 0
    /// The first refusals, as sentences.
    package internal(set) var reasons: [String] = []
    /// Where the refused rows are, to be corrected and loaded again.
    package internal(set) var refusedFile: String?
    package internal(set) var seconds = 0.0
    /// How long others had to wait for the database at most.
    package internal(set) var longestLockMilliseconds = 0.0

    package func count(_ fate: ListFate) -> Int { fates[fate] ?? 0 }

    private enum CodingKeys: String, CodingKey {
        case kind, file, encoding, delimiter, isDryRun, isLoaded, rows, added, changed, same, leftAlone, refused
        case reasons, refusedFile, seconds, rowsPerSecond, longestLockMilliseconds
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(file, forKey: .file)
        try values.encode(encoding, forKey: .encoding)
        try values.encode(delimiter, forKey: .delimiter)
        try values.encode(isDryRun, forKey: .isDryRun)
        try values.encode(isLoaded, forKey: .isLoaded)
        try values.encode(rows, forKey: .rows)
        try values.encode(count(.added), forKey: .added)
        try values.encode(count(.changed), forKey: .changed)
        try values.encode(count(.same), forKey: .same)
        try values.encode(count(.leftAlone), forKey: .leftAlone)
        try values.encode(refused, forKey: .refused)
        try values.encode(reasons, forKey: .reasons)
        try values.encodeIfPresent(refusedFile, forKey: .refusedFile)
        try values.encode(seconds, forKey: .seconds)
        try values.encode(seconds > 0 ? Double(rows) / seconds : 0, forKey: .rowsPerSecond)
        try values.encode(longestLockMilliseconds, forKey: .longestLockMilliseconds)
    }

    /// For people: what happened, then why rows were refused.
    package var text: String {
        var lines = ["\(file): \(rows) rows (\(encoding), \(delimiter)); \(deed)."]
        lines += reasons.map { "refused: \($0)" }
        if refused > reasons.count { lines.append("… and \(refused - reasons.count) more.") }
        if let refusedFile {
            lines.append("Refused rows are in \(refusedFile): correct them there and load that file.")
        }
        return lines.joined(separator: "\n")
    }

    private var deed: String {
        if !isLoaded, !isDryRun { return "\(refused) of them bad, so nothing was loaded" }
        let would = isDryRun ? "would be " : ""
        let parts = [
            "\(would)\(count(.added)) added", "\(count(.changed)) changed", "\(count(.same)) the same",
            "\(count(.leftAlone)) left alone", "\(refused) refused",
        ]
        return parts.joined(separator: ", ")
    }
}
