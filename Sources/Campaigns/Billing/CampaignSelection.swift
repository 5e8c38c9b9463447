package import Foundation

/// Whom the billing data say that a campaign is to call now; nobody has joined it yet.
package enum CampaignSelection: Sendable {
    case debtors(Selection)
    case list(ListSelection)

    /// How many would be called.
    package var count: Int {
        switch self {
        case .debtors(let selection): selection.debtors.count
        case .list(let list): list.rows.count
        }
    }

    /// How many numbers each of them has.
    package var numbers: [Int] {
        switch self {
        case .debtors(let selection): selection.debtors.map(\.numbers.count)
        case .list(let list): list.rows.map(\.numbers.count)
        }
    }

    /// Why rows were refused, a sentence each.
    package var refused: [String] {
        switch self {
        case .debtors(let selection): selection.refused.map(\.message)
        case .list(let list): list.refused.map(\.sentence)
        }
    }
}

extension BillingSource {
    /// Who owes, or whom the named query yields; nobody where contacts are only imported.
    ///
    /// Throws: `billingBeingReplaced`; `badList`, `notFound` where the named query is no list, or is gone.
    ///
    /// - Parameter zone: Decides which day it is.
    package nonisolated func selection(
        for source: CampaignDefinition.Source, zone: TimeZone, now: UTCTime
    ) async throws -> CampaignSelection {
        if let list = source.list { return .list(try await self.list(list, zone: zone).select()) }
        return .debtors(try await select(source, today: CalendarDay(now, in: zone)))
    }
}
