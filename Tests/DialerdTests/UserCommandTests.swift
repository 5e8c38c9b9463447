import Campaigns
import Foundation
import Testing

@testable import dialerd

@Suite struct UserCommandTests {
    private func site() throws -> TestSite {
        let site = try TestSite { $0 += "agents: { file: agents.yml, recordings: recordings }\n" }
        try site.write("groups: { clerks: { recording: all } }\nagents: []\n", to: "agents.yml")
        try site.write("correct horse\nignored\n", to: "password")
        try site.write("another horse\n", to: "new")
        return site
    }

    @Test func `users are added, listed, disabled, enabled and given passwords, and it is on record`() async throws {
        let site = try site()
        let added = try await site.dialerd(
            "user", "add", "wang", "--role", "agent", "--role", "listener", "--agent", "8001", "--password-file",
            site.path("password"))
        #expect(added.status == 0 && added.output == "wang: added.\n", "\(added)")
        #expect(added.errors == ["dialerd: there is no agent 8001 in \(site.path("agents.yml")) yet."])
        #expect(try await site.dialerd("user", "disable", "wang").output == "wang: disabled.\n")
        let json = try await site.dialerd("user", "list", "--json")
        #expect(json.output.contains(#""agent":"8001","isDisabled":true,"name":"wang""#), "\(json)")
        #expect(json.output.contains(#""roles":["agent","listener"]"#), "\(json)")
        #expect(try await site.dialerd("user", "enable", "wang").output == "wang: enabled.\n")
        let same = try await site.dialerd("user", "password", "wang", "--password-file", site.path("password"))
        #expect(same.status == 1 && same.errors.first?.contains("one of wang's last 5 passwords") == true, "\(same)")
        let new = try await site.dialerd("user", "password", "wang", "--password-file", site.path("new"))
        #expect(new.status == 0, "\(new)")
        let list = try await site.dialerd("user", "list")
        #expect(list.output.hasPrefix("wang  agent, listener  agent 8001  password of "), "\(list)")
        let history = try await site.dialerd("user", "history", "wang")
        let person = ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName()
        for what in ["user added", "user disabled", "user enabled", "password set"] {
            #expect(history.output.contains("  \(person): \(what), user wang"), "\(history)")
        }
        let database = try DialerDatabase.openForReading(at: URL(filePath: site.path("dialer.sqlite")))
        #expect(try await UserBook(database: database).users().map(\.name) == ["wang"])
    }

    @Test func `what is missing is told in a sentence`() async throws {
        let site = try site()
        let early = try await site.dialerd("user", "list")
        #expect(early.status == 1 && early.errors.first?.contains("There is no database") == true, "\(early)")
        let silent = try await site.dialerd("user", "add", "wang", "--role", "listener")
        #expect(silent.errors.first?.contains("No password came by standard input") == true, "\(silent)")
        let nowhere = try await site.dialerd(
            "user", "add", "wang", "--role", "listener", "--password-file", site.path("nowhere"))
        #expect(nowhere.errors.first?.contains("there is no such file") == true, "\(nowhere)")
        let agent = try await site.dialerd(
            "user", "add", "wang", "--role", "agent", "--password-file", site.path("password"))
        #expect(agent.errors == ["dialerd: An agent has a number: add --agent and his number."], "\(agent)")
        let unknown = try await site.dialerd("user", "disable", "li")
        #expect(unknown.errors.first?.contains("There is no user “li”") == true, "\(unknown)")
        let boss = try await site.dialerd(
            "user", "add", "li", "--role", "boss", "--password-file", site.path("password"))
        #expect(boss.status != 0 && boss.errors.contains { $0.contains("boss") }, "\(boss)")
    }

    @Test func `recordings are listed, and those that were changed are named`() async throws {
        let site = try site()
        let folder = URL(filePath: site.path("recordings"))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try DialerDatabase.open(at: URL(filePath: site.path("dialer.sqlite")))
        let book = RecordingBook(database: database)
        let agent = try #require(AgentNumber("8001"))
        let id = try await book.begin(
            call: "attempt 1", agent: agent, number: "+862062100001", account: "A-1", file: "a.wav",
            at: UTCTime(milliseconds: 1_795_140_000_000))
        // Of no bytes.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        try await book.finish(id, .init(milliseconds: 2_500, sha256: empty))
        try await database.close()
        try Data().write(to: folder.appending(path: "a.wav"))
        let list = try await site.dialerd("recordings", "list")
        #expect(
            list.output == "1  2026-11-20 10:00  3 s  agent 8001  •••• 0001  A-1  attempt 1  kept\n", "\(list)")
        #expect(try await site.dialerd("recordings", "list", "--from", "2026-11-21").output == "")
        let json = try await site.dialerd("recordings", "list", "--number", "0001", "--json")
        #expect(json.output.contains(#""call":"attempt 1","file":"a.wav","id":1,"milliseconds":2500"#), "\(json)")
        let whole = try await site.dialerd("recordings", "verify")
        #expect(whole.status == 0 && whole.output == "recordings: 1, faults: 0.\n", "\(whole)")
        try Data("x".utf8).write(to: folder.appending(path: "a.wav"))
        let changed = try await site.dialerd("recordings", "verify")
        #expect(changed.status == 1 && changed.output.hasSuffix("recordings: 1, faults: 1.\n"), "\(changed)")
        #expect(changed.output.contains("Recording 1 is not as it was recorded: a.wav was changed."))
        let faults = try await site.dialerd("recordings", "verify", "--json")
        #expect(faults.status == 1 && faults.output.contains(#""recording":1"#), "\(faults)")
    }
}
