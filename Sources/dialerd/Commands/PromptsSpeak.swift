import ArgumentParser
import Campaigns
import Dialer
import Foundation
import Telephony

/// A value as a call would say it, in a file to listen to.
struct PromptsSpeak: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speak",
        abstract: "Say an amount, a date, a number … as a call would, into a WAV file.",
        discussion: """
            dialerd prompts speak amount 128.50 out.wav --language zh
            dialerd prompts speak date 2026-11-21 out.wav --language en

            What is said: amount (in yuan, as 128.50), number, digits (a telephone number), date (2026-11-21), \
            month (2026-10), time (08:30).
            """)

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case amount
        case number
        case digits
        case date
        case month
        case time
    }

    @Argument(help: "What is said.") var kind: Kind
    @Argument(help: "Its value.") var value: String
    @Argument(help: "The WAV file to make.") var output: String
    @Option(help: "zh or en.", transform: customerLanguage) var language = CustomerLanguage.mandarin
    @OptionGroup var folder: Prompts.Folder

    func run() throws {
        let catalogue = try folder.catalogue()
        var samples: [Int16] = []
        let pieces = try pieces()
        for piece in pieces {
            guard let url = catalogue.url(for: piece, language: language) else {
                throw Complaint("The catalogue has no \(piece) in \(language.rawValue).")
            }
            samples += try WAVFile(contentsOf: url).samples
        }
        try WAVFile(samples: samples).write(to: URL(filePath: output))
        let seconds = String(format: "%.1f", Double(samples.count) / 8_000)
        say("\(output): \(seconds) s; \(pieces.map(\.name).joined(separator: " "))")
    }

    private func pieces() throws -> [PromptID] {
        let grammar = Grammar(language)
        switch kind {
        case .amount:
            guard let amount = Fen(yuan: value) else { throw nonsense("an amount in yuan such as 128.50") }
            return grammar.amount(fen: Int(amount.count))
        case .number:
            guard let number = Int(value) else { throw nonsense("a whole number") }
            return grammar.number(number)
        case .digits:
            guard !value.isEmpty, value.allSatisfy("0123456789".contains) else { throw nonsense("digits") }
            return grammar.digits(value)
        case .date:
            guard let day = CalendarDay(iso: value) else { throw nonsense("a day such as 2026-11-21") }
            return grammar.day(day, withYear: true)
        case .month:
            guard let month = BillingMonth(iso: value) else { throw nonsense("a month such as 2026-10") }
            return grammar.month(month)
        case .time:
            let parts = value.split(separator: ":").map { Int($0) }
            guard parts.count == 2, let hour = parts[0], let minute = parts[1],
                let time = ClockTime(hour: hour, minute: minute)
            else { throw nonsense("a time of day such as 08:30") }
            return grammar.time(time)
        }
    }

    private func nonsense(_ expected: String) -> Complaint { Complaint("“\(value)” must be \(expected).") }
}

private func customerLanguage(_ text: String) throws -> CustomerLanguage {
    guard let language = CustomerLanguage(rawValue: text) else {
        throw ValidationError("'\(text)' is no language; it can be zh or en.")
    }
    return language
}
