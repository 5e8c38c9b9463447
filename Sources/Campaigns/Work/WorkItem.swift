/// Somebody whom an agent may choose to call.
package struct WorkItem: Hashable, Codable, Sendable {
    package enum ID: Hashable, Sendable {
        case contact(Int64)
        case callback(Int64)
    }

    package let id: ID
    /// The campaign's, or what the callback is about.
    package let title: String
    package let name: String?
    /// In full: the agent is to talk to it.
    package let number: String?
    package let account: String?
    /// Units: fen.
    package let debtFen: Int64?
    package let dueDay: CalendarDay?
    /// Since when it may be called, or from when on.
    package let at: UTCTime
    /// Why it can't be called now; nil where it can.
    package var whyNot: String?

    package init(_ callback: Callback) {
        id = .callback(callback.id)
        title = callback.wish
        name = nil
        number = callback.number.text
        account = callback.account
        (debtFen, dueDay) = (nil, nil)
        at = callback.callAt
    }

    init(
        contact: Int64, title: String, name: String, number: String?, account: String, facts: String, at: UTCTime,
        whyNot: String? = nil
    ) throws {
        let due = try Due(json: facts)
        id = .contact(contact)
        self.title = title
        self.name = name
        self.number = number
        self.account = account
        debtFen = due.amount > Fen(0) ? due.amount.count : nil
        dueDay = due.since
        self.at = at
        self.whyNot = whyNot
    }
}

extension WorkItem.ID: Codable {
    private enum Key: String, CodingKey { case contact, callback }

    /// Shape: `{"contact": 12}` or `{"callback": 3}`.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        if values.contains(.callback) {
            self = .callback(try values.decode(Int64.self, forKey: .callback))
        } else {
            self = .contact(try values.decode(Int64.self, forKey: .contact))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        switch self {
        case .contact(let id): try values.encode(id, forKey: .contact)
        case .callback(let id): try values.encode(id, forKey: .callback)
        }
    }
}

extension WorkItem.ID: CustomStringConvertible {
    /// As sentences name it.
    package var description: String {
        switch self {
        case .contact(let id): "contact \(id)"
        case .callback(let id): "callback \(id)"
        }
    }
}
