import ArgumentParser
import Campaigns
import Dialer
import Foundation

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why a contact or a number is or isn't called now, and when.",
        discussion: "Nothing is changed, and the daemon may go on working. Numbers are shown by their last digits.")

    @Argument(
        help: ArgumentHelp(
            "A contact's number in the books, an account, or a telephone number.",
            discussion: "With + before it, it is a telephone number."))
    var whom: String
    @OptionGroup var file: ConfigurationOption
    @Option(help: "Only as to this campaign.") var campaign: String?
    @Option(help: "At another moment, such as 2026-11-20T22:30:00+08:00; lists and past calls are as they are now.")
    var at: String?
    @OptionGroup var form: ReportForm

    func run() async throws {
        let configuration = try file.read()
        let now = try moment()
        let rules = try configuration.rules.read(for: configuration.site)
        let database = try configuration.databaseForReading()
        _ = try await rules.readHolidays(from: database)
        let explanations = try await explain(
            ExplanationBook(database: database, rules: rules), plan: configuration.site.plan, now: now)
        guard form.isJSON else {
            return say(explanations.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n\n"))
        }
        say(try json(explanations.map(Report.init)))
    }

    private func moment() throws -> UTCTime {
        guard let at else { return .now }
        guard let date = try? Date(at, strategy: .iso8601) else {
            throw Complaint("“\(at)” is no moment; write it as 2026-11-20T22:30:00+08:00.")
        }
        return UTCTime(date)
    }

    private func explain(
        _ book: ExplanationBook, plan: NumberingPlan, now: UTCTime
    ) async throws -> [CallExplanation] {
        if let id = Int64(whom), !whom.hasPrefix("+"), let found = try? await book.explain(contact: id, now: now) {
            return [found]
        }
        var contacts = try await book.contacts(account: whom, campaign: campaign)
        var explanations: [CallExplanation] = []
        if contacts.isEmpty {
            let number: E164
            do {
                number = try plan.e164(whom)
            } catch {
                throw Complaint("“\(whom)” is no contact, no account with contacts, and no telephone number.")
            }
            explanations.append(try await book.explain(number: number, campaign: campaign, now: now))
            contacts = try await book.contacts(number: number, campaign: campaign)
        }
        for id in contacts { explanations.append(try await book.explain(contact: id, now: now)) }
        return explanations
    }

    /// The same for scripts, with moments that they can read.
    struct Report: Encodable {
        struct Number: Encodable {
            let number: String
            let mayBeCalledNow: Bool
            let nextAt: String?
            let sentences: [String]
        }

        let subject: String
        let mayBeCalledNow: Bool
        let nextAt: String?
        let sentences: [String]
        let numbers: [Number]

        init(_ explanation: CallExplanation) {
            subject = explanation.subject
            mayBeCalledNow = explanation.mayBeCalledNow
            nextAt = explanation.nextAt?.date.ISO8601Format()
            sentences = explanation.sentences
            numbers = explanation.numbers.map {
                Number(
                    number: $0.number, mayBeCalledNow: $0.mayBeCalledNow, nextAt: $0.nextAt?.date.ISO8601Format(),
                    sentences: $0.sentences)
            }
        }
    }
}
