import ArgumentParser
import Campaigns
import Dialer
import Foundation

extension CampaignCommand {
    struct Pacing: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Why a predictive campaign dialled as it did, minute by minute.")
        @OptionGroup var act: CampaignAct
        @Option(help: "The day, such as 2026-11-30; today without it.", transform: calendarDay) var day: CalendarDay?

        func run() async throws {
            let configuration = try act.file.read()
            let zone = configuration.site.zone
            let day = day ?? CalendarDay(.now, in: zone)
            let minutes = try await PacingBook(database: configuration.databaseForReading()).minutes(
                of: act.name, from: day.start(in: zone), until: day.adding(days: 1).start(in: zone))
            if act.form.isJSON { return say(try json(minutes)) }
            for minute in minutes {
                let givenUp = minute.givenUp > 0 ? ", \(minute.givenUp) given up" : ""
                say("\(minute.at.words(in: zone))  \(minute.placed) placed\(givenUp)  \(minute.words)")
            }
            if minutes.isEmpty { say("\(act.name) was not paced on \(day).") }
        }
    }
}
