import Foundation

/// What a figure came to.
package enum FigureValue: Hashable, Sendable {
    case count(Int64)
    case share(Double)
    case ratio(Double)
    case seconds(Double)
    case yuan(Fen)

    /// For people, with its unit.
    package var text: String {
        switch self {
        case .count(let count): "\(count)"
        case .share(let share): String(format: "%.1f %%", share * 100)
        case .ratio(let ratio): String(format: "%.2f", ratio)
        case .seconds(let seconds): Self.clock(seconds)
        case .yuan(let fen): "\(fen)"
        }
    }

    /// For programs: a number with a point, without a unit.
    package var plain: String {
        switch self {
        case .count(let count): "\(count)"
        case .share(let value), .ratio(let value): String(format: "%.4f", value)
        case .seconds(let seconds): String(format: "%.1f", seconds)
        case .yuan(let fen): "\(fen)"
        }
    }

    /// Up to two minutes as seconds; longer as hours, minutes and seconds.
    private static func clock(_ seconds: Double) -> String {
        guard seconds >= 120 else { return String(format: "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        return String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
    }
}

extension FigureValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .count(let count): try container.encode(count)
        default: try container.encode(Decimal(string: plain, locale: Locale(identifier: "en_US_POSIX")))
        }
    }
}
