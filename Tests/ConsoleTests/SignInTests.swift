import Campaigns
import Dialer
import Foundation
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct SignInTests {
    private func run(_ test: @escaping @Sendable (RunningConsole, ConsoleUsers) async throws -> Void) async throws {
        try await ConsoleUsers.run { users in
            try await RunningConsole.with(access: users.access) { console in try await test(console, users) }
        }
    }

    private func sentence(_ answer: Answer) throws -> String? {
        struct Said: Decodable { let error: String }
        return try JSONDecoder().decode(Said.self, from: Data(answer.body)).error
    }

    @Test func withUsersNothingIsShownToWhoIsNotSignedIn() async throws {
        try await run { console, _ in
            for path in ["api/live", "events", "faxes/1/pages/1.png", "live.js", "session.js", "nothing-here"] {
                let answer = try await console.get(path)
                #expect(answer.status == 401, "\(path)")
                #expect(answer.headers["WWW-Authenticate"] == "Cookie realm=\"dialerd\"")
                #expect(try sentence(answer) == "Sign in first, at /sign-in.")
            }
            // The client follows where it is led.
            #expect(try await console.get("").text.contains("id=\"form\""))
            for path in ["sign-in", "sign-in.css", "sign-in.js", "live.css", "icon.svg", "health"] {
                #expect(try await console.get(path).status == 200, "\(path)")
            }
        }
    }

    @Test func whoSignsInSeesTheLivePageUntilHeSignsOut() async throws {
        try await run { console, users in
            let answer = try await console.trySignIn("Wang", ConsoleUsers.password)
            #expect(answer.status == 200)
            #expect(answer.text == #"{"agent":"8001","hasUsers":true,"name":"wang","roles":["agent"]}"#)
            let cookie = try #require(answer.headers["Set-Cookie"])
            let parts = cookie.split(separator: "; ")
            #expect(parts.first?.wholeMatch(of: /dialerd=[0-9a-f]{64}/) != nil, "\(cookie)")
            #expect(Set(parts.dropFirst()) == ["Path=/", "HttpOnly", "SameSite=Strict"])
            let session = [("Cookie", String(cookie.prefix { $0 != ";" }))]
            #expect(try await console.get("api/live", headers: session).status == 200)
            #expect(try await console.get("api/session", headers: session).text == answer.text)
            let out = try await console.post("api/sign-out", headers: session + [("Content-Type", "application/json")])
            #expect(out.status == 204)
            #expect(out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(try await console.get("api/live", headers: session).status == 401)
            #expect(try await console.get("api/session", headers: session).status == 401)
            #expect(
                try await users.events().suffix(2) == ["wang: signed in, user wang", "wang: signed out, user wang"])
        }
    }

    @Test func aSessionThatIsLeftIdleIsOver() async throws {
        try await run { console, users in
            let session = try await console.signIn("gao")
            users.advance(by: .seconds(8 * 3_600 - 1))
            #expect(try await console.get("api/live", headers: session).status == 200)
            users.advance(by: .seconds(8 * 3_600 - 1))
            // The page's own question keeps nothing alive.
            #expect(try await console.get("api/session", headers: session).status == 200)
            users.advance(by: .seconds(1))
            #expect(try await console.get("api/live", headers: session).status == 401)
        }
    }

    @Test func anOpenStreamIsCutWhenItsUserIsDisabled() async throws {
        try await run { console, users in
            let session = try await console.signIn("lu")
            var states = try await console.events(headers: session)
            _ = try await states.next()
            try await users.book.setDisabled("lu", true, by: "test", now: users.now)
            await console.board.apply(.lateFrames(1))
            await #expect(throws: (any Error).self) { while try await states.next() != nil {} }
        }
    }

    @Test func wrongPasswordsLockTheNameForAWhile() async throws {
        try await run { console, users in
            for name in ["wang", "whoever"] {
                for _ in 0..<3 {
                    let wrong = try await console.trySignIn(name, "guess")
                    #expect(wrong.status == 401)
                    #expect(try sentence(wrong) == "Name and password don't belong together.")
                    #expect(wrong.headers["Set-Cookie"] == nil)
                }
                let locked = try await console.trySignIn(name, ConsoleUsers.password)
                #expect(locked.status == 429)
                #expect(
                    try sentence(locked) == "Too many wrong passwords: this name is locked for 15 more minutes. "
                        + "`dialerd user password` unlocks it.")
            }
            users.advance(by: .seconds(14 * 60 + 30))
            let last = try await console.trySignIn("wang", "x")
            #expect(try sentence(last)?.contains("1 more minute.") == true)
            users.advance(by: .seconds(30))
            #expect(try await console.trySignIn("wang", ConsoleUsers.password).status == 200)
        }
    }

    @Test func tooManyTriesOverAllNamesWaitAMinute() async throws {
        try await run { console, users in
            for _ in 0..<3 { _ = try await console.signIn("sun") }
            for number in 0..<TryLimit.perMinute {
                #expect(try await console.trySignIn("name\(number)", "guess").status == 401)
            }
            let refused = try await console.trySignIn("wang", ConsoleUsers.password)
            #expect(refused.status == 429)
            #expect(
                try sentence(refused) == "Too many sign-ins are being tried. Wait a minute, then try again.")
            users.advance(by: .seconds(60))
            #expect(try await console.trySignIn("wang", ConsoleUsers.password).status == 200)
        }
    }

    @Test func aPasswordThatIsTooOldIsChangedAtTheSignIn() async throws {
        try await run { console, users in
            users.advance(by: .seconds(90 * 86_400))
            let old = try await console.trySignIn("li", ConsoleUsers.password)
            #expect(old.status == 403)
            #expect(old.text == #"{"error":"Your password is too old. Give a new one.","wantsNewPassword":true}"#)
            let same = try await console.trySignIn("li", ConsoleUsers.password, new: ConsoleUsers.password)
            #expect(same.status == 400)
            #expect(try sentence(same) == "This was one of li's last 5 passwords. Think of another.")
            let short = try await console.trySignIn("li", ConsoleUsers.password, new: "short")
            #expect(try sentence(short) == "A password has 10 to 200 characters; this one has 5.")
            #expect(try await console.trySignIn("li", ConsoleUsers.password, new: "another horse").status == 200)
            #expect(try await console.trySignIn("li", "another horse").status == 200)
        }
    }

    @Test(arguments: [("", 400), ("{}", 400), (#"{"name": "wang"}"#, 400), (String(repeating: " ", count: 5_000), 413)])
    func whatIsNoSignInIsToldInASentence(body: String, status: Int) async throws {
        try await run { console, _ in
            let answer = try await console.post("api/sign-in", body)
            #expect(answer.status == status)
            #expect(try sentence(answer)?.hasPrefix("A sign-in ") == true)
        }
    }

    @Test func anotherSiteSignsNobodyInOrOut() async throws {
        try await run { console, _ in
            let form = #"{"name": "wang", "password": "\#(ConsoleUsers.password)"}"#
            for path in ["api/sign-in", "api/sign-out"] {
                let json = ("Content-Type", "application/json")
                let foreign = try await console.post(path, form, headers: [json, ("Origin", "http://evil.example")])
                #expect(foreign.status == 403)
                let text = try await console.post(path, form, headers: [("Content-Type", "text/plain")])
                #expect(text.status == 415)
            }
        }
    }

    @Test func withoutUsersTheConsoleIsOpenAndSaysSo() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "console-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try DialerDatabase.open(at: folder.appending(path: "dialer.sqlite"))
        let users = UserBook(database: database, policy: .init(cost: 16))
        let archive = RecordingArchive(database: database, folder: folder)
        try await RunningConsole.with(access: ConsoleAccess(users: users), recordings: archive) { console in
            #expect(try await console.get("api/live").status == 200)
            #expect(try await console.get("api/session").text == #"{"hasUsers":false,"roles":[]}"#)
            #expect(try await console.trySignIn("wang", ConsoleUsers.password).status == 409)
            let recordings = try await console.get("api/recordings")
            #expect(recordings.status == 403)
            #expect(try sentence(recordings)?.contains("`dialerd user add` makes the first") == true)
            // Closed from the first user on, with no restart.
            try await users.add("gao", roles: [.administrator], password: ConsoleUsers.password, by: "test", now: .now)
            #expect(try await console.get("api/live").status == 401)
        }
        try await database.close()
    }

    @Test func theScriptFindsEveryPartOfThePage() async throws {
        try await run { console, _ in
            let (page, script) = (try await console.get("sign-in").text, try await console.get("sign-in.js").text)
            let identifiers = script.matches(of: /byId\("([^"]+)"\)/).map { String($0.1) }
            #expect(identifiers.count > 10)
            for identifier in identifiers { #expect(page.contains("id=\"\(identifier)\""), "\(identifier)") }
            #expect(!script.contains("innerHTML"), "text from outside is never markup")
        }
    }
}
