/// One month's bill as it is spoken.
///
/// Amounts in fen.
package struct BillSummary: Sendable, Equatable {
    package struct Charge: Sendable, Equatable {
        package let kind: ChargeKind
        package let fen: Int

        package init(_ kind: ChargeKind, fen: Int) {
            self.kind = kind
            self.fen = fen
        }
    }

    package let month: CalendarMonth
    package let charges: [Charge]
    package let totalFen: Int
    /// Positive in credit, negative owing.
    package let balanceFen: Int

    package init(month: CalendarMonth, charges: [Charge], totalFen: Int, balanceFen: Int) {
        self.month = month
        self.charges = charges
        self.totalFen = totalFen
        self.balanceFen = balanceFen
    }
}

/// The kinds of charges that have a recorded name; the raw value is the last part of its identifier.
package enum ChargeKind: String, CaseIterable, Sendable {
    case calls
    case longDistance = "long-distance"
    case data
    case internet
    case rent
    case other
}
