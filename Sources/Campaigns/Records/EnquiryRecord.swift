import Foundation

/// What is kept of a call that came in at 170, beside its secret.
package struct EnquiryRecord: Hashable, Codable, Sendable {
    /// As the trunk knows the call.
    package var callID: String
    package var calledNumber: String
    /// In E.164 form where it is a number, for staff must be able to ring back; nil where it was withheld.
    package var callingNumber: String?
    package var openedAt: UTCTime
    /// The account that the caller proved to be theirs.
    package var account: String?
    package var language: CustomerLanguage?
    /// How the call flow ended, in its own word.
    package var end: String
    package var endedBy: CallSide?
    /// Keys of menus, in order; never those of a password or number.
    package var keysPressed: String

    package init(
        callID: String,
        calledNumber: String,
        callingNumber: String?,
        openedAt: UTCTime,
        account: String? = nil,
        language: CustomerLanguage? = nil,
        end: String,
        endedBy: CallSide? = nil,
        keysPressed: String = ""
    ) {
        self.callID = callID
        self.calledNumber = calledNumber
        self.callingNumber = callingNumber
        self.openedAt = openedAt
        self.account = account
        self.language = language
        self.end = end
        self.endedBy = endedBy
        self.keysPressed = keysPressed
    }

    var body: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

/// Keeps the records of calls to 170.
package struct EnquiryBook: Sendable {
    private let database: DialerDatabase

    package init(database: DialerDatabase) { self.database = database }

    /// Returns when the record is on disk.
    ///
    /// Throws: `recordKey` where the database was opened without one.
    package func keep(_ enquiry: EnquiryRecord, _ secret: RecordSecret, now: UTCTime) async throws {
        guard let records = database.records else {
            throw CampaignsError(.recordKey, "The database was opened without the key of its sealed records.")
        }
        try await database.commit { db in
            try records.append(db, enquiry: enquiry, secret, now: now)
            try CallTally(seal: records.seal).count(db, enquiry: enquiry, secret)
        }
    }
}
