import ArgumentParser
import Campaigns
import Dialer
import Foundation

extension CampaignCommand {
    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with a campaign: file, rules, announcements, source, lines.")
        @OptionGroup var act: CampaignAct

        func run() async throws {
            let configuration = try act.file.read()
            let launcher = CampaignLauncher(configuration)
            let (campaign, selection) = try await launcher.examine(act.name)
            try await launcher.markValidated(act.name)
            try act.tell(
                "\(act.name): \(campaign.title) is well formed; \(selection.count) accounts would be called.")
            if !act.form.isJSON { for line in campaign.retry.contactTable { say(line) } }
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look the campaign over, select the contacts from the billing data, and let it ring them.",
            discussion: """
                With “starts” in its file, and that still to come, it is scheduled. A campaign that runs already is brought \
                up to date with its file and the billing data.
                """)
        @OptionGroup var act: CampaignAct
        @Flag(help: "Select and count, but change nothing.") var dryRun = false

        func run() async throws {
            let launcher = CampaignLauncher(try act.file.read())
            guard !dryRun else {
                let selection = try await launcher.examine(act.name).selection
                for refused in selection.refused where !act.form.isJSON { say("not selected: \(refused)") }
                return try act.tell(
                    "\(act.name): \(selection.count) accounts would be called, \(selection.refused.count) rows refused."
                )
            }
            try act.tell(try await launcher.start(act.name))
        }
    }

    struct Schedule: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look the campaign over, and let it start by itself at a time.")
        @OptionGroup var act: CampaignAct
        @Option(help: "When it starts, by the site's clock, such as 2026-12-01T08:30.", transform: Self.moment)
        var at: LocalMoment
        @Option(help: "When it ends for good; without it, when everybody is done.", transform: Self.moment)
        var until: LocalMoment?

        private static func moment(_ text: String) throws -> LocalMoment {
            guard let moment = LocalMoment(text) else {
                throw ValidationError("“\(text)” must be a day and a time such as 2026-12-01T08:30.")
            }
            return moment
        }

        func run() async throws {
            try act.tell(
                try await CampaignLauncher(try act.file.read()).schedule(act.name, at: at, until: until))
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "No new calls; calls that are up go on.")
        @OptionGroup var act: CampaignAct

        func run() async throws {
            try await act.contacts().pause(act.name, by: Person.here, now: .now)
            try act.tell("\(act.name): paused.")
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a paused campaign ring people again.")
        @OptionGroup var act: CampaignAct

        func run() async throws {
            try await act.contacts().resume(act.name, by: Person.here, now: .now)
            try act.tell("\(act.name): running.")
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "After the pilot: let the rest of the campaign be called.",
            discussion: "`dialerd campaign status` shows what the pilot came to; `stop` withdraws the rest instead.")
        @OptionGroup var act: CampaignAct

        func run() async throws {
            try await act.contacts().approve(act.name, by: Person.here, now: .now)
            try act.tell("\(act.name): its pilot is approved; everybody else may be called.")
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a campaign for good: who still waits is withdrawn. Calls that are up go on.",
            discussion: "On a terminal it asks first.")
        @OptionGroup var act: CampaignAct
        @Flag(name: .customLong("yes"), help: "Don't ask.") var isSure = false

        func run() async throws {
            let contacts = try act.contacts()
            let standing = try await contacts.standing(act.name, now: .now)
            if !isSure, standing.state != .finished, isatty(STDIN_FILENO) == 1 {
                complain(
                    "\(act.name) ends for good: \(standing.waiting) accounts that wait are withdrawn, and "
                        + "\(standing.leased) calls that are up go on. Nothing brings it back. Type yes to stop it:")
                guard readLine() == "yes" else { throw Complaint("\(act.name): not stopped.") }
            }
            let withdrawn = try await contacts.stop(act.name, by: Person.here, now: .now)
            try act.tell("\(act.name): finished; \(withdrawn) accounts that waited were withdrawn.")
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who did what with a campaign, and what of it was changed.")
        @OptionGroup var act: CampaignAct

        func run() async throws {
            let configuration = try act.file.read()
            let contacts = ContactBook(database: try configuration.databaseForReading())
            let acts = try await contacts.history(act.name)
            if act.form.isJSON { return say(try json(acts)) }
            for act in acts {
                let time = act.at.words(in: configuration.site.zone)
                say("\(time)  \(act.who)  \(act.what)" + (act.detail.map { "  \($0)" } ?? ""))
            }
        }
    }
}

/// What every command takes that does something with one campaign.
struct CampaignAct: ParsableArguments {
    @Argument(help: "The campaign's name.") var name: String
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var form: ReportForm

    private struct Report: Encodable {
        let campaign: String
        let sentence: String
    }

    func contacts() throws -> ContactBook { ContactBook(database: try file.read().existingDatabase()) }

    func tell(_ sentence: String) throws {
        say(form.isJSON ? try json(Report(campaign: name, sentence: sentence)) : sentence)
    }

    func tell(_ launch: CampaignLauncher.Launch) throws {
        if form.isJSON { return say(try json(launch)) }
        for refused in launch.refused { say("not selected: \(refused)") }
        say(launch.sentence)
    }
}

/// Who sits at this machine, as the history names them.
enum Person {
    static var here: String { ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName() }
}
