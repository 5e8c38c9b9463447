import ArgumentParser
import Campaigns
import Dialer
import Foundation

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add, list, disable and enable the console's users, and set their passwords.",
        discussion: """
            From the first user on the console wants a sign-in. docs/users.md says what each role may do. A password is read \
            from the terminal, from standard input, or from a file; it is never an argument.
            """,
        subcommands: [Add.self, List.self, Disable.self, Enable.self, Password.self, History.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a user, with a password.")
        @OptionGroup var act: UserAct
        @Option(
            name: .customLong("role"),
            help: "What the user may do: agent, supervisor, listener, administrator; again for more.")
        var roles: [User.Role]
        @Option(help: "His own agent's number.", transform: Self.number) var agent: AgentNumber?
        @OptionGroup var source: PasswordSource

        private static func number(_ text: String) throws -> AgentNumber {
            guard let number = AgentNumber(text) else {
                throw ValidationError("“\(text)” is no agent's number; it has 1 to 12 digits.")
            }
            return number
        }

        func run() async throws {
            let configuration = try act.file.read()
            try warnOfUnknownAgent(configuration)
            try await UserBook(database: configuration.databaseToFill()).add(
                act.name, roles: Set(roles), agent: agent, password: try source.read(of: act.name), by: Person.here,
                now: .now)
            try act.tell("\(act.name): added.")
        }

        /// The file of agents may come later, so it is no fault.
        private func warnOfUnknownAgent(_ configuration: DaemonConfiguration) throws {
            guard let agent, let settings = configuration.agents, let roster = try? AgentFile.read(settings.file),
                roster.agents[agent] == nil
            else { return }
            complain("there is no agent \(agent) in \(settings.file.path) yet.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The users, and what each may do.")
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        private struct Line: Encodable {
            let name: String
            let roles: [String]
            let agent: String?
            let isDisabled: Bool
            let passwordSetAt: UTCTime
            let lockedUntil: UTCTime?

            init(_ user: User, now: UTCTime) {
                (name, agent, isDisabled) = (user.name, user.agent?.text, user.isDisabled)
                roles = user.roles.map(\.rawValue).sorted()
                passwordSetAt = user.passwordSetAt
                lockedUntil = user.lockedUntil.flatMap { $0 > now ? $0 : nil }
            }

            func words(in zone: TimeZone) -> String {
                var parts = [name, roles.joined(separator: ", ")]
                if let agent { parts.append("agent \(agent)") }
                parts.append("password of \(passwordSetAt.words(in: zone))")
                if isDisabled { parts.append("disabled") }
                if let lockedUntil { parts.append("locked until \(lockedUntil.words(in: zone))") }
                return parts.joined(separator: "  ")
            }
        }

        func run() async throws {
            let configuration = try file.read()
            let users = try await UserBook(database: configuration.databaseForReading()).users()
            let lines = users.map { Line($0, now: .now) }
            if form.isJSON { return say(try json(lines)) }
            for line in lines { say(line.words(in: configuration.site.zone)) }
            if lines.isEmpty { say("There are no users, so the console wants no sign-in.") }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a user sign in no more; his sessions end, what he did stays on record.")
        @OptionGroup var act: UserAct

        func run() async throws {
            try await act.users().setDisabled(act.name, true, by: Person.here, now: .now)
            try act.tell("\(act.name): disabled.")
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a disabled user sign in again.")
        @OptionGroup var act: UserAct

        func run() async throws {
            try await act.users().setDisabled(act.name, false, by: Person.here, now: .now)
            try act.tell("\(act.name): enabled.")
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a user another password; it unlocks him, and ends his sessions.")
        @OptionGroup var act: UserAct
        @OptionGroup var source: PasswordSource

        func run() async throws {
            let users = try act.users()
            try await users.setPassword(act.name, try source.read(of: act.name), by: Person.here, now: .now)
            try act.tell("\(act.name): has the new password.")
        }
    }
}

extension UserCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign-ins, changes of users and played recordings: who did what, and when.")
        @Argument(help: "The user's name; all of them without it.") var name: String?
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        func run() async throws {
            let configuration = try file.read()
            let deeds = try await UserBook(database: configuration.databaseForReading()).history(of: name)
            if form.isJSON { return say(try json(deeds)) }
            for deed in deeds {
                let detail = deed.detail.map { "  (\($0))" } ?? ""
                say(
                    "\(deed.at.words(in: configuration.site.zone))  \(deed.who): \(deed.what), \(deed.subject)\(detail)"
                )
            }
        }
    }
}

extension User.Role: ExpressibleByArgument {}

struct UserAct: ParsableArguments {
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var form: ReportForm

    private struct Report: Encodable {
        let user: String
        let sentence: String
    }

    func users() throws -> UserBook { UserBook(database: try file.read().existingDatabase()) }

    func tell(_ sentence: String) throws {
        say(form.isJSON ? try json(Report(user: name, sentence: sentence)) : sentence)
    }
}

/// Where a password comes from: never from the arguments, which every process of the machine may read.
struct PasswordSource: ParsableArguments {
    @Option(name: .customLong("password-file"), help: "A file whose first line is the password; else standard input.")
    var passwordFile: String?

    func read(of name: String) throws -> String {
        if let passwordFile {
            guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
                throw Complaint("\(passwordFile): there is no such file, or it may not be read.")
            }
            return String(text.prefix { !$0.isNewline })
        }
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine() else {
                throw Complaint("No password came by standard input; write it there, or name a --password-file.")
            }
            return line
        }
        let (first, second) = (Self.ask("Password of \(name): "), Self.ask("Again: "))
        guard let first, first == second else {
            throw Complaint("The two passwords are not the same; nothing is changed.")
        }
        return first
    }

    /// Without showing it.
    private static func ask(_ prompt: String) -> String? { getpass(prompt).map { String(cString: $0) } }
}
