package import Campaigns
import Foundation
package import Logging

/// What an agent says came of his call, as his page sends it.
package struct DispositionWish: Hashable, Codable, Sendable {
    package let code: String
    package var note: String?
    /// Of a promise.
    package var day: CalendarDay?
    /// Of a callback, by the site's clock.
    package var at: LocalMoment?
    /// Of a callback: the agent wants to call himself; yes where nothing is said.
    package var mine: Bool?
    /// Of a bill by fax; the account's own fax number where nothing is said.
    package var number: String?

    package init(
        code: String, note: String? = nil, day: CalendarDay? = nil, at: LocalMoment? = nil, mine: Bool? = nil,
        number: String? = nil
    ) {
        self.code = code
        self.note = note
        self.day = day
        self.at = at
        self.mine = mine
        self.number = number
    }
}

/// Stores what agents say came of their calls; what returns is on disk.
///
/// The floor is asked before and told afterwards, and waits for no disk.
package struct DispositionDesk: Sendable {
    /// A promise or a callback farther away is a slip of the pen.
    private static let horizon = 60
    private static let longestNote = 500

    package let office: CallOffice
    private let floor: AgentFloor
    private let book: DispositionBook
    private let logger: Logger

    /// Nil where a site has no agents.
    package init?(office: CallOffice, logger: Logger) {
        guard let floor = office.agents else { return nil }
        self.office = office
        self.floor = floor
        book = DispositionBook(database: office.database)
        self.logger = logger
    }

    /// Stores what came of the call that an agent has, or has had last, with all that follows from it.
    ///
    /// Throws: `AgentError`, a sentence for his page; nothing is stored then.
    package func dispose(_ number: AgentNumber, _ wish: DispositionWish) async throws {
        let (customer, talk) = try await floor.beginStoring(number)
        let outcome: Result<Disposition, any Error>
        var fax: String?
        do { outcome = .success(try await keep(wish, of: talk, by: number, &fax)) } catch { outcome = .failure(error) }
        await floor.endStoring(customer, outcome: try? outcome.get(), fax: fax)
        do { _ = try outcome.get() } catch { throw told(error, number) }
    }

    /// Sends the customer's itemised bill by fax, whatever else comes of the call.
    ///
    /// - Parameter digits: where to; the account's own fax number where nil.
    ///
    /// Throws: `AgentError`, a sentence for his page; nothing is sent then.
    package func faxBill(_ number: AgentNumber, to digits: String?) async throws {
        let (customer, talk) = try await floor.beginStoring(number)
        let goal: Result<String, any Error>
        do { goal = .success(try await order(talk, to: digits, by: number)) } catch { goal = .failure(error) }
        await floor.endStoring(customer, fax: try? goal.get())
        do { _ = try goal.get() } catch { throw told(error, number) }
    }

    // MARK: Keeping

    private func keep(
        _ wish: DispositionWish, of talk: AgentFloor.Talk, by number: AgentNumber, _ fax: inout String?
    ) async throws -> Disposition {
        if let outcome = talk.outcome {
            throw AgentError(.notAllowed, "“\(outcome.title)” is stored already; one call has one outcome.")
        }
        let choices = await floor.choices(talk)
        guard let disposition = choices.first(where: { $0.code == wish.code }) else {
            let codes = choices.map(\.code).joined(separator: ", ")
            throw AgentError(.invalid, "“\(wish.code)” can't come of this call. There are: \(codes).")
        }
        let note = wish.note?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard note?.count ?? 0 <= Self.longestNote else {
            throw AgentError(.invalid, "A note has at most \(Self.longestNote) characters.")
        }
        let detail = try detail(wish, disposition, talk.card)
        // Before the word: where the process dies between the two, the fax that is on its way says what came of the call.
        if disposition.does == .fax, talk.faxes.isEmpty || wish.number != nil {
            fax = try await order(talk, to: wish.number, by: number)
        }
        let card = talk.card
        try await book.keep(
            AgentWord(
                call: card.call, attempt: card.attempt, agent: number, group: talk.group, disposition: disposition,
                detail: detail, note: note?.isEmpty == false ? note : nil),
            of: DispositionBook.Customer(
                number: E164(text: card.number), account: card.account, language: card.language,
                zone: office.site.zone),
            now: office.now())
        logger.info(
            "outcome stored",
            metadata: ["call": "\(card.call)", "agent": "\(number)", "disposition": "\(disposition.code)"])
        return disposition
    }

    private func detail(
        _ wish: DispositionWish, _ disposition: Disposition, _ card: CustomerCard
    ) throws -> AgentWord.Detail {
        let (now, zone) = (office.now(), office.site.zone)
        let today = CalendarDay(now, in: zone)
        switch disposition.does {
        case .promise:
            guard let day = wish.day, (0...Self.horizon).contains(today.days(until: day)) else {
                throw AgentError(
                    .invalid, "A promise wants a day from today (\(today)) on, at most \(Self.horizon) days away.")
            }
            return .promise(day, card.debtFen.map { Fen($0) })
        case .callback:
            guard let moment = wish.at, (0...Self.horizon).contains(today.days(until: moment.day)),
                case let time = moment.time(in: zone), time + .seconds(60) >= now
            else {
                throw AgentError(
                    .invalid,
                    "A callback wants a time from now on by the clock of \(zone.identifier), at most "
                        + "\(Self.horizon) days away.")
            }
            return .callback(time, isMine: wish.mine ?? true)
        case .done, .again, .paid, .fax, .wrongNumber, .doNotCall: return .none
        }
    }

    // MARK: Fax

    /// Returns where it goes.
    private func order(_ talk: AgentFloor.Talk, to digits: String?, by number: AgentNumber) async throws -> String {
        guard let account = talk.card.account else {
            throw AgentError(.notAllowed, "Nobody knows whose account this call is about, so there is no bill to send.")
        }
        let goal = try await goal(digits, of: account)
        guard !talk.faxes.contains(goal) else {
            throw AgentError(.notAllowed, "The bill is on its way to that number already.")
        }
        let answer = try await office.bills.order(
            account: account, month: nil, to: goal, requester: "agent \(number)", askedIn: talk.card.attempt,
            now: office.now())
        switch answer {
        case .queued: return goal
        case .unknownAccount: throw AgentError(.notAllowed, "The billing data have no account \(account).")
        case .noBill: throw AgentError(.notAllowed, "There is no bill of account \(account) to send.")
        case .refusedNumber:
            throw AgentError(.invalid, "That is no number that we send faxes to. Write it with its area code.")
        }
    }

    private func goal(_ digits: String?, of account: String) async throws -> String {
        if let digits = digits?.filter({ !" -".contains($0) }), !digits.isEmpty { return digits }
        guard let fax = try await office.billing.account(contract: account)?.fax else {
            throw AgentError(.invalid, "The account has no fax number. Ask for one, and write it with its area code.")
        }
        return office.site.plan.dialled(fax)
    }

    // MARK: Failures

    private func told(_ error: any Error, _ number: AgentNumber) -> AgentError {
        switch error {
        case let error as AgentError: return error
        case let error as CampaignsError where error.code == .invalidRequest:
            return AgentError(.notAllowed, error.message)
        default:
            logger.error("outcome not stored", metadata: ["agent": "\(number)", "error": "\(error)"])
            return AgentError(.notStored, "It could not be stored just now. Try again; if it stays so, tell somebody.")
        }
    }
}
