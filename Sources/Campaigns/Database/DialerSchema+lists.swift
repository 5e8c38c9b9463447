extension DialerSchema {
    /// So that the same list of callbacks again is known to be the same.
    static let lists = "CREATE INDEX callback_forNumber ON callback(number, dueAt)"

    /// When the contacts of a campaign were last selected; none where they were only imported.
    static let selections = "ALTER TABLE campaign ADD COLUMN selectedAt INTEGER"
}
