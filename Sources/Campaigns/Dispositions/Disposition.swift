/// What an agent can say came of a call, and what follows from it.
package struct Disposition: Hashable, Sendable {
    /// What follows; the raw value is what files, the database and pages say.
    package enum Deed: String, Codable, CaseIterable, Sendable {
        /// Nothing more: with a contact this stage is through.
        case done
        /// Called again after the disposition's wait, within the budget of tries.
        case again
        /// A promise to pay, on a day that the agent names.
        case promise
        /// Says that it is paid.
        case paid
        /// A call back, at a time that the agent names.
        case callback
        /// The itemised bill by fax.
        case fax
        /// Nobody there is the customer: the number is not called again for her.
        case wrongNumber = "wrong-number"
        case doNotCall = "do-not-call"

        /// Whether it is about somebody's money, so that the account must be known.
        package var wantsAccount: Bool { [.promise, .paid, .fax].contains(self) }

        /// Whether it is about how we go on dialling; of who called us there is nothing to dial.
        package var isAboutDialling: Bool { [.again, .wrongNumber].contains(self) }
    }

    /// By which files, the database and commands know it: a–z, 0–9 and `-`.
    package let code: String
    package let title: String
    package let does: Deed
    /// Until she is called again; nil but with `again`.
    package let wait: Duration?
    /// The key of the page that chooses it: one letter or digit.
    package let key: String?

    package init(code: String, title: String, does: Deed, wait: Duration? = nil, key: String? = nil) {
        self.code = code
        self.title = title
        self.does = does
        self.wait = does == .again ? wait ?? .seconds(86_400) : nil
        self.key = key
    }

    /// What a site has whose file of agents names none.
    package static let usual: [Disposition] = [
        Disposition(code: "settled", title: "Settled", does: .done, key: "s"),
        Disposition(code: "promised", title: "Promised to pay", does: .promise, key: "p"),
        Disposition(code: "paid", title: "Says it is paid", does: .paid, key: "y"),
        Disposition(code: "call-back", title: "Call back", does: .callback, key: "c"),
        Disposition(code: "not-settled", title: "Not settled, again tomorrow", does: .again, key: "n"),
        Disposition(code: "fax", title: "Bill by fax", does: .fax, key: "f"),
        Disposition(code: "refused", title: "Won't pay", does: .done, key: "r"),
        Disposition(code: "wrong-person", title: "Wrong person", does: .wrongNumber, key: "w"),
        Disposition(
            code: "machine", title: "Answering machine, again later", does: .again, wait: .seconds(4 * 3_600), key: "m"),
        Disposition(code: "do-not-call", title: "Don't call again", does: .doNotCall, key: "d"),
    ]
}
