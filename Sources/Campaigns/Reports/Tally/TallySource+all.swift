extension TallySource {
    static let all: [TallySource] = first + amounts

    /// Those of the first schema with tallies; a step that was released, so nothing is added here.
    static let first: [TallySource] = promises + wishes + faxes + ends

    private static let promises: [TallySource] = [
        TallySource(
            happening: .promiseMade, table: "promise", time: "row.madeAt",
            campaign: campaign(ofAttempt: "row.attempt"), changes: [.insert, .delete]),
        settled(.promiseKept, "kept"),
        settled(.promiseBroken, "broken"),
        settled(.promiseReplaced, "replaced"),
    ]

    private static func settled(_ happening: Happening, _ state: String) -> TallySource {
        TallySource(
            happening: happening, table: "promise", condition: "row.state = '\(state)'", time: "row.settledAt",
            campaign: campaign(ofAttempt: "row.attempt"))
    }

    /// Of promises in which the customer was told how much they owe.
    static let amounts: [TallySource] = [
        TallySource(
            happening: .promisedAmount, table: "promise", condition: "row.amountFen IS NOT NULL", time: "row.madeAt",
            weight: "row.amountFen", campaign: campaign(ofAttempt: "row.attempt"), changes: [.insert, .delete]),
        settledAmount(.keptAmount, "kept"),
        settledAmount(.brokenAmount, "broken"),
    ]

    private static func settledAmount(_ happening: Happening, _ state: String) -> TallySource {
        TallySource(
            happening: happening, table: "promise", condition: "row.state = '\(state)' AND row.amountFen IS NOT NULL",
            time: "row.settledAt", weight: "row.amountFen", campaign: campaign(ofAttempt: "row.attempt"))
    }

    private static let wishes: [TallySource] = [
        TallySource(
            happening: .paidClaim, table: "paidClaim", time: "row.claimedAt",
            campaign: campaign(ofAttempt: "row.attempt"), changes: [.insert, .delete]),
        // Numbers from a list weren't asked for in a call.
        TallySource(
            happening: .optOut, table: "doNotCall", condition: "row.attempt IS NOT NULL", time: "row.at",
            campaign: campaign(ofAttempt: "row.attempt")),
        TallySource(
            happening: .callbackAsked, table: "callback", time: "row.askedAt",
            campaign: campaign(ofAttempt: "row.attempt"), changes: [.insert]),
        callbackEnd(.callbackDone, "done"),
        callbackEnd(.callbackWithdrawn, "withdrawn"),
    ]

    private static func callbackEnd(_ happening: Happening, _ state: String) -> TallySource {
        TallySource(
            happening: happening, table: "callback", condition: "row.state = '\(state)'", time: "row.endedAt",
            campaign: campaign(ofAttempt: "row.attempt"))
    }

    private static let faxes: [TallySource] = [
        TallySource(
            happening: .faxOrdered, table: "faxJob", time: "row.createdAt",
            campaign: campaign(ofAttempt: "row.askedIn"), changes: [.insert]),
        TallySource(
            happening: .faxEnded, table: "faxJob", condition: "row.endedAt IS NOT NULL", time: "row.endedAt",
            kind: "row.state", campaign: campaign(ofAttempt: "row.askedIn")),
        TallySource(
            happening: .faxPageConfirmed, table: "faxPage", time: "row.confirmedAt",
            campaign: campaign(ofAttempt: "(SELECT faxJob.askedIn FROM faxJob WHERE faxJob.id = row.faxJob)"),
            changes: [.insert]),
    ]

    private static let ends: [TallySource] = [
        TallySource(
            happening: .contactEnded, table: "contact", condition: "row.endedAt IS NOT NULL", time: "row.endedAt",
            kind: "row.state", campaign: "row.campaign"),
        TallySource(
            happening: .enquiry, table: "sealedRecord", condition: "row.kind = 'enquiry'",
            time: "json_extract(row.body, '$.openedAt')", kind: "json_extract(row.body, '$.end')", campaign: "0",
            changes: [.insert]),
    ]
}
