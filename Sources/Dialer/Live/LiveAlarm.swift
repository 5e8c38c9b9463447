package import Foundation

/// Something that wants a person's eye.
package struct LiveAlarm: Sendable, Equatable, Codable, Identifiable {
    package enum Severity: String, Sendable, Codable {
        case critical, warning
    }

    /// Names the thing and the trouble (`trunk-carrier-down`), so that raising it twice shows it once.
    package var id: String
    package var severity: Severity
    /// One sentence that says what is wrong and what to do.
    package var sentence: String
    package var since: Date

    package init(id: String, severity: Severity, sentence: String, since: Date) {
        self.id = id
        self.severity = severity
        self.sentence = sentence
        self.since = since
    }
}
