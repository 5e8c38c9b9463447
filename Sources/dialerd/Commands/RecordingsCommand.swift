import ArgumentParser
import Campaigns
import Dialer
import Foundation

struct RecordingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recordings", abstract: "List recorded calls, and say which files were changed.",
        subcommands: [List.self, Verify.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Recorded calls, the newest first.")
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm
        @Option(help: "From this day on, such as 2026-11-30.", transform: calendarDay) var from: CalendarDay?
        @Option(help: "To this day.", transform: calendarDay) var until: CalendarDay?
        @Option(help: "Of this agent.") var agent: String?
        @Option(help: "With this number, or its last digits.") var number: String?
        @Option(help: "Of this account.") var account: String?
        @Option(help: "Of this call, such as “attempt 12”.") var call: String?
        @Option(help: "At most so many.") var limit = 100

        private struct Line: Encodable {
            let id: Int64
            let startedAt: UTCTime
            let call: String
            let agent: String
            let number: MaskedNumber?
            let account: String?
            let milliseconds: Int?
            let file: String
            let state: RecordingArchive.State

            init(_ recording: KeptRecording) {
                (id, startedAt, call) = (recording.id, recording.startedAt, recording.call)
                (agent, account, file) = (recording.agent.text, recording.account, recording.file)
                number = recording.number.map { MaskedNumber(masking: $0) }
                (milliseconds, state) = (recording.result?.milliseconds, recording.state)
            }

            func words(in zone: TimeZone) -> String {
                let length = milliseconds.map { "\(($0 + 500) / 1_000) s" } ?? "–"
                let whose = [number?.description, account].compactMap { $0 }.joined(separator: "  ")
                return
                    "\(id)  \(startedAt.words(in: zone))  \(length)  agent \(agent)  \(whose)  \(call)  \(state.rawValue)"
            }
        }

        func run() async throws {
            let configuration = try file.read()
            let zone = configuration.site.zone
            let question = RecordingQuestion(
                from: from?.start(in: zone), until: until?.adding(days: 1).start(in: zone),
                agent: try agent.map { text in
                    guard let number = AgentNumber(text) else {
                        throw Complaint("“\(text)” is no agent's number; it has 1 to 12 digits.")
                    }
                    return number
                },
                call: call, numberEnd: number?.filter { $0.isASCII && $0.isNumber }, account: account)
            let book = RecordingBook(database: try configuration.databaseForReading())
            let lines = try await book.find(question, limit: limit).map(Line.init)
            if form.isJSON { return say(try json(lines)) }
            for line in lines { say(line.words(in: zone)) }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which recordings are missing, or not as they were recorded.",
            discussion: "Each is one sentence; the exit code is 1 when there is any. Nothing is changed.")
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        private struct Report: Encodable {
            struct Fault: Encodable {
                let recording: Int64
                let sentence: String
            }

            var recordings = 0
            var faults: [Fault] = []
        }

        func run() async throws {
            let configuration = try file.read()
            guard let archive = configuration.recordingArchive(try configuration.databaseForReading()) else {
                throw Complaint("No calls are recorded here: the configuration has no “agents.recordings”.")
            }
            var report = Report()
            report.recordings = try await archive.verify { recording, error in
                report.faults.append(.init(recording: recording.id, sentence: "\(error)"))
                if !form.isJSON { say("\(error)") }
            }
            let count = report.faults.count
            say(form.isJSON ? try json(report) : "recordings: \(report.recordings), faults: \(count).")
            if count > 0 { throw ExitCode.failure }
        }
    }
}

/// A day as the argument of an option, here and elsewhere.
func calendarDay(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(iso: text) else { throw ValidationError("“\(text)” must be a day such as 2026-11-30.") }
    return day
}
