import Campaigns
import Dialer
import Hummingbird
import Testing

@testable import Console

/// Who may do what: each role and each kind of right, and the routes that want them.
@Suite(.timeLimit(.minutes(1))) struct RightsTests {
    private typealias Right = Requires<BasicRequestContext>.Right

    @Test(arguments: User.Role.allCases)
    func aRightIsAskedOfRolesAndOfTheNumber(role: User.Role) throws {
        let user = User(
            name: "x", roles: [role], agent: AgentNumber("8001"),
            passwordSetAt: UTCTime(milliseconds: 0))
        func has(_ right: Right, _ number: String?) -> Bool {
            Requires<BasicRequestContext>.has(user, right, number: number)
        }
        let supervises = role == .supervisor
        #expect(has(.any([.supervisor]), nil) == supervises)
        #expect(has(.any([.supervisor, role]), nil))
        #expect(!has(.any([]), "8001"))
        #expect(has(.own(or: [.supervisor]), "8001"))
        #expect(has(.own(or: [.supervisor]), "8002") == supervises)
        #expect(has(.own(or: [.supervisor]), nil) == supervises)
        #expect(has(.ownAs(.supervisor), "8001") == supervises)
        #expect(!has(.ownAs(.supervisor), "8002"))
        #expect(!has(.ownAs(.supervisor), nil))
    }

    @Test func aUserWithoutANumberIsNobodysAgent() {
        let user = User(
            name: "x", roles: [.listener], agent: nil, isDisabled: false, passwordSetAt: UTCTime(milliseconds: 0),
            lockedUntil: nil)
        #expect(!Requires<BasicRequestContext>.has(user, .own(or: []), number: nil))
    }

    /// As who, what, and with what status.
    @Test(arguments: [
        ("wang", "8001", 204), ("wang", "8002", 403), ("li", "8001", 403), ("li", "8002", 204), ("sun", "8001", 204),
        ("lu", "8001", 403), ("gao", "8001", 403),
    ])
    func anAgentIsCommandedByHimselfAndBySupervisors(name: String, number: String, status: Int) async throws {
        try await ConsoleUsers.run { users in
            try await ConsoleFloor.run { bench in
                try await RunningConsole.with(floor: bench.floor, access: users.access) { console in
                    let session = try await console.signIn(name)
                    let answer = try await console.post(
                        "api/agents/\(number)/log-in", headers: session + [("Content-Type", "application/json")])
                    #expect(answer.status == status)
                    if status == 403 {
                        #expect(answer.text == #"{"error":"\#(name) has no right to this."}"#)
                        #expect(try await console.get("api/agents/\(number)/events", headers: session).status == 403)
                    } else {
                        var views = try await console.views(of: number, headers: session)
                        #expect(try await views.next()?.view.number.text == number)
                    }
                    #expect(try await console.get("api/agents", headers: session).status == 200)
                    #expect(try await console.get("api/live", headers: session).status == 200)
                    #expect(
                        try await console.post("api/agents/\(number)/log-in").status == 401, "without a session")
                }
            }
        }
    }

    @Test(arguments: [("wang", 403), ("sun", 200), ("lu", 200), ("gao", 403)])
    func recordingsAreForListenersAndSupervisors(name: String, status: Int) async throws {
        try await ConsoleUsers.run { users in
            try await RunningConsole.with(access: users.access, recordings: users.archive) { console in
                let session = try await console.signIn(name)
                #expect(try await console.get("api/recordings", headers: session).status == status)
                let sound = try await console.get("api/recordings/1/sound", headers: session)
                #expect(sound.status == (status == 200 ? 404 : 403))
                #expect(try await console.get("api/recordings/1/sound").status == 401)
            }
        }
    }
}
