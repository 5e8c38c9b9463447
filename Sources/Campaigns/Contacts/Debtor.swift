package import Foundation

/// A customer who owes, as selected from the billing data or a list.
package struct Debtor: Hashable, Sendable {
    /// Who is rung: one person may hold several accounts, and limits count per person.
    package let person: String
    package let name: String
    /// Nil where the billing data don't say.
    package let language: CustomerLanguage?
    /// IANA zone; nil where the data don't say.
    package let zone: TimeZone?
    /// ISO 3166-2, such as `US-FL`; nil where the data don't say.
    package let region: Region?
    /// In the order in which they are tried; never empty.
    package let numbers: [ContactNumber]
    package let due: Due

    package init(
        person: String? = nil,
        name: String,
        language: CustomerLanguage?,
        zone: TimeZone? = nil,
        region: Region? = nil,
        numbers: [ContactNumber],
        due: Due
    ) {
        self.person = person ?? due.account
        self.name = name
        self.language = language
        self.zone = zone
        self.region = region
        self.numbers = numbers
        self.due = due
    }
}

/// One of a contact's numbers.
package struct ContactNumber: Hashable, Sendable {
    package let number: E164
    /// Where this telephone is; nil where it is where the contact is.
    package let zone: TimeZone?
    /// The only minutes of the day at which this number may be rung.
    ///
    /// Units: minutes after midnight there. Nil for any that the rules allow.
    package let hours: Range<Int>?

    package init(_ number: E164, zone: TimeZone? = nil, hours: Range<Int>? = nil) {
        self.number = number
        self.zone = zone
        self.hours = hours
    }
}
