import ArgumentParser
import Dialer
import Foundation

struct PacingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pacing",
        abstract: "The pacing engine alone, on standard input and output, for a simulated day of anybody's.",
        discussion: """
            Speaks protocol 1: one JSON object a line in (hello, agent, call, tick, end), and {"dial":K} out for each \
            tick. docs/pacing.md says what each line means, and how the engine decides.
            """)

    @Option(help: "Tell on standard error why it dials as it does, each so many seconds of the day.")
    var explain: Double?

    func run() throws {
        var conversation = PacingConversation()
        var (number, nextTold) = (0, 0.0)
        while let line = readLine() {
            number += 1
            do {
                switch try conversation.hear(line) {
                case .none: continue
                case .over: return
                case .line(let answer): say(answer)
                }
            } catch {
                throw Complaint("standard input, line \(number): \(error)")
            }
            guard let explain, let reason = conversation.reason, reason.time >= nextTold else { continue }
            nextTold = reason.time + explain
            complain("\(Int(reason.time)) s: \(reason)")
        }
    }
}
