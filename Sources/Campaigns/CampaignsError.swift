/// What went wrong in the domain or its memory, with a sentence that a user can act on.
///
/// Busy, no answer or a lost debt are outcomes and never come as an error.
package struct CampaignsError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The billing file is missing, half written or locked at this moment.
        ///
        /// Nothing is lost: ask again later.
        case billingBeingReplaced
        /// The billing file lacks a view or a column of the contract.
        ///
        /// It must be corrected by its maker.
        case billingContract
        /// A row of the billing file holds a value that the contract doesn't allow.
        case billingRow
        /// The text is no telephone number.
        case badNumber
        /// Another process of dialerd works on this database.
        case databaseInUse
        /// The database can't be opened, or was made by a newer dialerd.
        case databaseUnusable
        /// The lease isn't held any more, or the attempt under it is already finished.
        case leaseLost
        /// No such campaign, contact, attempt, job …
        case notFound
        /// A list's file can't be read, or its columns aren't those of such a list.
        case badList
        /// The key of the sealed records is missing, open to others, or not the one they were sealed with.
        case recordKey
        /// A sealed record isn't what was sealed.
        case recordAltered
        /// A recorded call is gone, or isn't what was recorded.
        case recordingUnplayable
        /// The head of the chain of records can't be written to its file.
        case recordAnchor
        /// What was asked for isn't possible where the campaign stands in its life.
        case campaignState
        /// A file of results can't be written.
        case resultFile
        /// The request itself is nonsense, such as a fax of no pages.
        case invalidRequest
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
