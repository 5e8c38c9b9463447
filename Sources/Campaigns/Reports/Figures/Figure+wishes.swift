extension Figure {
    private static func happening(
        _ name: String, _ title: String, _ happening: Happening, kind: String? = nil, _ definition: String
    ) -> Figure {
        Figure(name, title, .count, .happening(happening, kind: kind), definition)
    }

    private static func ended(_ end: ContactEnd, _ title: String, _ definition: String) -> Figure {
        happening("contacts.\(end)", title, .contactEnded, kind: end.rawValue, definition)
    }

    static let ends: [Figure] = [
        happening("contactsEnded", "Contacts ended", .contactEnded, "Contacts that are not called any more."),
        ended(.finished, "… finished", "Contacts that ended because they were reached and nothing more is to be said."),
        ended(.exhausted, "… exhausted", "Contacts that ended because all tries were used."),
        ended(.paid, "… paid", "Contacts that ended because the billing data show no debt any more."),
        ended(.optedOut, "… opted out", "Contacts that ended because they asked not to be called."),
        ended(.wrongNumber, "… wrong number", "Contacts that ended because no number of theirs is right."),
        ended(.withdrawn, "… withdrawn", "Contacts that ended because they were taken out."),
    ]

    static let wishes: [Figure] = [
        happening("promisesMade", "Promises", .promiseMade, "Promises to pay that were made."),
        happening("promisesKept", "… kept", .promiseKept, "Promises that were found kept, on the day of the finding."),
        happening(
            "promisesBroken", "… broken", .promiseBroken, "Promises that were found broken, on the day of the finding."),
        happening(
            "promisesReplaced", "… replaced", .promiseReplaced,
            "Promises in whose place a later one of the account came."),
        Figure(
            "promiseKeeping", "Promises kept, share", .share,
            .ratio(
                .happening(.promiseKept),
                to:
                    .total([.happening(.promiseKept), .happening(.promiseBroken)]),
                words: "promisesKept ÷ (promisesKept + promisesBroken)"),
            "Of the promises that were kept or broken, those that were kept."),
        Figure(
            "promisedAmount", "Promised", .yuan, .happening(.promisedAmount),
            "What customers who promised to pay were told that they owe, added up; promises without an amount left out."
        ),
        Figure(
            "keptAmount", "… kept", .yuan, .happening(.keptAmount),
            "Those amounts of promises that were found kept, on the day of the finding."),
        Figure(
            "brokenAmount", "… broken", .yuan, .happening(.brokenAmount),
            "Those amounts of promises that were found broken, on the day of the finding."),
        happening("paidClaims", "Say they have paid", .paidClaim, "Customers who said that they have paid."),
        happening(
            "optOuts", "Opt-outs", .optOut,
            "Numbers whose owners asked in a call not to be called, and haven't taken it back."),
        happening("callbacksAsked", "Callbacks asked", .callbackAsked, "Callbacks that customers asked for."),
        happening("callbacksDone", "… done", .callbackDone, "Callbacks that a clerk or agent has done."),
        happening("callbacksWithdrawn", "… withdrawn", .callbackWithdrawn, "Callbacks that were withdrawn."),
        Figure(
            "callbackTries", "Callback calls", .count, .tries(.callback), "Finished attempts to call somebody back."),
        Figure(
            "callbackTime", "Callback time", .seconds, .calls(.callback, \.talkMs, name: "talkMs"),
            "From the answer to the end of callback attempts, added up."),
        Figure(
            "callbackCharges", "Callback charges", .yuan, .calls(.callback, \.chargeFen, name: "chargeFen"),
            "What the callback attempts cost by the table of rates."),
    ]

    static let faxes: [Figure] = [
        happening("faxesOrdered", "Faxes ordered", .faxOrdered, "Faxes that were put into the queue."),
        happening(
            "faxesDelivered", "… delivered", .faxEnded, kind: "delivered", "Faxes of which every page is confirmed."),
        happening("faxesFailed", "… failed", .faxEnded, kind: "failed", "Faxes that ended with pages unconfirmed."),
        happening(
            "faxesCancelled", "… cancelled", .faxEnded, kind: "cancelled", "Faxes that were taken off the queue."),
        Figure(
            "faxDeliveryRate", "Fax delivery rate", .share,
            .ratio(
                .happening(.faxEnded, kind: "delivered"), to: .happening(.faxEnded),
                words: "faxesDelivered ÷ faxes that ended"),
            "Of the faxes that ended, those that were delivered."),
        happening("faxPages", "Fax pages", .faxPageConfirmed, "Pages that the far end confirmed."),
        Figure("faxTries", "Fax calls", .count, .tries(.fax), "Finished attempts to send a fax."),
        Figure(
            "faxTime", "Fax time", .seconds, .calls(.fax, \.talkMs, name: "talkMs"),
            "From the answer to the end of fax attempts, added up."),
        Figure(
            "faxCharges", "Fax charges", .yuan, .calls(.fax, \.chargeFen, name: "chargeFen"),
            "What the fax attempts cost by the table of rates."),
    ]

    static let enquiries: [Figure] =
        [
            happening("enquiries", "Calls to 170", .enquiry, "Calls that came in at 170 and are over.")
        ]
        + enquiryEnds.map { end, definition in
            happening(
                "enquiries.\(end)", "… \(end)", .enquiry, kind: end, "Calls to 170 that ended because \(definition).")
        } + [
            Figure(
                "enquiryTime", "Time at 170", .seconds, .calls(nil, \.talkMs, name: "talkMs"),
                "From the answer to the end of calls to 170, added up."),
            Figure(
                "meanEnquiryTime", "Mean time at 170", .seconds,
                .ratio(
                    .calls(nil, \.talkMs, name: "talkMs"), to: .calls(nil, \.talks, name: "talks"),
                    words: "enquiryTime ÷ calls to 170 whose end is known"),
                "How long a call to 170 was on average."),
        ]

    /// As the call flow of 170 says it.
    private static let enquiryEnds = [
        ("finished", "all that was wanted was done"),
        ("silence", "no key came any more"),
        ("too-many-errors", "too many keys were wrong"),
        ("wrong-password", "the password was wrong too often"),
        ("locked", "the password was locked"),
        ("hung-up", "the caller hung up"),
        ("failed", "something of ours failed"),
    ]
}
