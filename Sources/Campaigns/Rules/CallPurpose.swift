/// Why somebody is called: most rules hold for some purposes only.
package enum CallPurpose: String, Codable, CaseIterable, Sendable {
    /// Money is past due.
    case dunning
    /// New services and offers, and a visit by telephone after a service: only with consent.
    case service
    /// The person asked to be called back.
    case callback
    /// Something that the person has to know, such as an outage.
    case notification
    /// A fax that somebody asked for and waits for.
    case fax
}

/// Some of the purposes.
package struct CallPurposes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package init(_ purpose: CallPurpose) {
        switch purpose {
        case .dunning: self = .dunning
        case .service: self = .service
        case .callback: self = .callback
        case .notification: self = .notification
        case .fax: self = .fax
        }
    }

    package init(_ purposes: some Sequence<CallPurpose>) {
        self = purposes.reduce(into: []) { $0.formUnion(CallPurposes($1)) }
    }

    package static let dunning = CallPurposes(rawValue: 1 << 0)
    package static let service = CallPurposes(rawValue: 1 << 1)
    package static let callback = CallPurposes(rawValue: 1 << 2)
    package static let notification = CallPurposes(rawValue: 1 << 3)
    package static let fax = CallPurposes(rawValue: 1 << 4)

    package static let all: CallPurposes = [.dunning, .service, .callback, .notification, .fax]
    /// Calls that nobody asked for.
    package static let unasked: CallPurposes = [.dunning, .service, .notification]
    /// Calls that ring for a person to come, whoever wanted them.
    ///
    /// A fax terminal doesn't sleep.
    package static let voice: CallPurposes = [.dunning, .service, .callback, .notification]

    package func contains(_ purpose: CallPurpose) -> Bool { contains(CallPurposes(purpose)) }

    /// In the order of `CallPurpose`.
    package var members: [CallPurpose] { CallPurpose.allCases.filter(contains) }
}

extension CallPurposes: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([CallPurpose].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(members)
    }
}
