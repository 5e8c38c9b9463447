import Foundation

/// What only those with the key may know of a call: how long it was, how much of it was heard, what it cost.
///
/// Units: milliseconds in names that end with Ms.
package struct RecordSecret: Hashable, Codable, Sendable {
    package var answeredAt: UTCTime?
    package var endedAt: UTCTime?
    package var announcementMs: Int64?
    package var heardMs: Int64?
    /// The recorded piece at which the announcement stopped.
    package var heardPiece: String?
    package var charge: Fen?

    package init(
        answeredAt: UTCTime? = nil,
        endedAt: UTCTime? = nil,
        announcementMs: Int64? = nil,
        heardMs: Int64? = nil,
        heardPiece: String? = nil,
        charge: Fen? = nil
    ) {
        self.answeredAt = answeredAt
        self.endedAt = endedAt
        self.announcementMs = announcementMs
        self.heardMs = heardMs
        self.heardPiece = heardPiece
        self.charge = charge
    }

    /// The secret part of an attempt's result.
    ///
    /// - Parameter answeredAt: what was recorded while the call was up, for a result that doesn't know it.
    package init(_ result: AttemptResult, answeredAt: UTCTime? = nil) {
        self.init(answeredAt: result.answeredAt ?? answeredAt, endedAt: result.endedAt)
        guard let played = result.announcement else { return }
        announcementMs = played.total.wholeMilliseconds
        heardMs = min(max(played.heard, .zero), played.total).wholeMilliseconds
        heardPiece = played.lastPiece
    }

    /// From answer to end; nil for a call that wasn't answered or whose end nobody knows.
    package var talk: Duration? {
        guard let answeredAt, let endedAt else { return nil }
        return .milliseconds(max(endedAt.milliseconds - answeredAt.milliseconds, 0))
    }

    package var wasPlayedToEnd: Bool {
        guard let announcementMs, let heardMs else { return false }
        return announcementMs > 0 && heardMs >= announcementMs
    }

    /// JSON in steps of this many bytes, so that the length of the sealed box doesn't tell that of the call.
    private static let step = 192

    func padded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var json = try encoder.encode(self)
        let padding = (Self.step - json.count % Self.step) % Self.step
        json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding))
        return json
    }

    init(padded json: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: json)
    }
}
