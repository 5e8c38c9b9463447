import Campaigns
import Crypto
import Foundation
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct RecordingRouteTests {
    private static let sound = Data((0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) })

    /// One recording of 8001, and one of 8002 the day after; a listener is signed in.
    private func run(
        _ test: @escaping @Sendable (RunningConsole, ConsoleUsers, [(String, String)]) async throws -> Void
    ) async throws {
        try await ConsoleUsers.run { users in
            let book = RecordingBook(database: users.database)
            let sum = SHA256.hash(data: Self.sound).map { String(format: "%02x", $0) }.joined()
            for (index, agent) in ["8001", "8002"].enumerated() {
                let id = try await book.begin(
                    call: "attempt \(index + 1)", agent: try #require(AgentNumber(agent)),
                    number: "+86206210000\(index + 1)", account: "A-\(index + 1)", file: "\(agent).wav",
                    at: users.now + .seconds(index * 86_400))
                try Self.sound.write(to: users.folder.appending(path: "\(agent).wav"))
                try await book.finish(id, .init(milliseconds: 2_500, sha256: sum))
            }
            try await RunningConsole.with(access: users.access, recordings: users.archive) { console in
                try await test(console, users, try await console.signIn("lu"))
            }
        }
    }

    @Test func theyAreListedWithMaskedNumbersTheNewestFirst() async throws {
        try await run { console, users, session in
            let list = try await console.get("api/recordings", headers: session).text
            let start = users.now.milliseconds
            #expect(
                list == #"{"isCut":false,"recordings":["#
                    + #"{"account":"A-2","agent":"8002","call":"attempt 2","id":2,"milliseconds":2500,"#
                    + #""number":"•••• 0002","startedAt":\#(start + 86_400_000),"state":"kept"},"#
                    + #"{"account":"A-1","agent":"8001","call":"attempt 1","id":1,"milliseconds":2500,"#
                    + #""number":"•••• 0001","startedAt":\#(start),"state":"kept"}],"zone":"GMT"}"#)
        }
    }

    /// The first was begun on 20 November 2026, in Greenwich.
    @Test(arguments: [
        ("from=2026-11-20&until=2026-11-20", [1]), ("from=2026-11-21", [2]), ("until=2026-11-19", []),
        ("agent=8001", [1]), ("call=attempt%202", [2]), ("number=%2B86%2020%206210%200001", [1]), ("number=0002", [2]),
        ("account=A-1", [1]), ("agent=8001&account=A-2", []), ("agent=&number=", [2, 1]),
    ])
    func theyAreFoundByWhatIsAskedFor(query: String, ids: [Int]) async throws {
        struct Found: Decodable {
            struct Recording: Decodable { let id: Int }
            let recordings: [Recording]
        }
        try await run { console, _, session in
            let answer = try await console.get("api/recordings?\(query)", headers: session)
            let found = try JSONDecoder().decode(Found.self, from: Data(answer.body))
            #expect(found.recordings.map(\.id) == ids)
        }
    }

    @Test(arguments: [
        ("from=yesterday", "“from” is a day such as 2026-11-30."),
        ("agent=wang", "An agent's number has 1 to 12 digits."),
        ("number=123", "“number” is a telephone number, or at least its last four digits."),
    ])
    func whatCantBeAskedIsToldInASentence(query: String, sentence: String) async throws {
        try await run { console, _, session in
            let answer = try await console.get("api/recordings?\(query)", headers: session)
            #expect(answer.status == 400)
            #expect(answer.text == #"{"error":"\#(sentence)"}"#)
        }
    }

    @Test func oneIsPlayedInPartsAndThatIsOnRecordOnce() async throws {
        try await run { console, users, session in
            let whole = try await console.get("api/recordings/1/sound", headers: session)
            #expect(whole.status == 200 && Data(whole.body) == Self.sound)
            #expect(whole.headers["Content-Type"] == "audio/wav" && whole.headers["Accept-Ranges"] == "bytes")
            let part = try await console.get("api/recordings/1/sound", headers: session + [("Range", "bytes=10-19")])
            #expect(part.status == 206 && Data(part.body) == Self.sound[10..<20])
            #expect(part.headers["Content-Range"] == "bytes 10-19/1000")
            let beyond = try await console.get("api/recordings/1/sound", headers: session + [("Range", "bytes=1000-")])
            #expect(beyond.status == 416 && beyond.body.isEmpty)
            #expect(beyond.headers["Content-Range"] == "bytes */1000")
            #expect(try await users.events().suffix(1) == ["lu: recording played, recording 1"])
            let download = try await console.get("api/recordings/1/sound?download=yes", headers: session)
            #expect(download.headers["Content-Disposition"] == "attachment; filename=\"recording-1.wav\"")
            users.advance(by: .seconds(600))
            _ = try await console.get("api/recordings/1/sound", headers: session + [("Range", "bytes=0-0")])
            #expect(
                try await users.events().suffix(3) == [
                    "lu: recording played, recording 1", "lu: recording downloaded, recording 1",
                    "lu: recording played, recording 1",
                ])
        }
    }

    @Test func oneThatWasChangedIsRefusedAndThatIsOnRecord() async throws {
        try await run { console, users, session in
            var changed = Self.sound
            changed[500] ^= 1
            try changed.write(to: users.folder.appending(path: "8001.wav"))
            let answer = try await console.get("api/recordings/1/sound", headers: session)
            #expect(answer.status == 409)
            #expect(
                answer.text
                    == #"{"error":"Recording 1 is not as it was recorded: 8001.wav was changed. It is not played."}"#)
            #expect(try await users.events().suffix(1) == ["lu: recording not as it was recorded, recording 1"])
            #expect(try await console.get("api/recordings/2/sound", headers: session).status == 200)
        }
    }

    @Test func oneThatWasRemovedIsShownAsRemoved() async throws {
        try await run { console, users, session in
            try await RecordingBook(database: users.database).remove(1, at: users.now)
            #expect(
                try await console.get("api/recordings?agent=8001", headers: session).text
                    .contains(#""state":"removed""#))
            let answer = try await console.get("api/recordings/1/sound", headers: session)
            #expect(answer.status == 410)
            #expect(answer.text == #"{"error":"Recording 1 was removed when its time was over."}"#)
        }
    }

    @Test(arguments: ["0", "x", "../1", "99999999999999999999"])
    func whatIsNotThereIsNotFound(id: String) async throws {
        try await run { console, _, session in
            let answer = try await console.get("api/recordings/\(id)/sound", headers: session)
            #expect(answer.status == 404)
        }
    }

    @Test(
        arguments: [
            (nil, .whole), ("bytes=0-", .part(0..<100)), ("bytes=0-0", .part(0..<1)), ("bytes=90-200", .part(90..<100)),
            ("bytes=-10", .part(90..<100)), ("bytes=-200", .part(0..<100)), ("bytes=-0", .unsatisfiable),
            ("bytes=100-", .unsatisfiable), ("bytes=9-3", .whole), ("bytes=-", .whole), ("bytes=0-1,4-5", .whole),
            ("items=0-1", .whole), ("bytes=99999999999999999999-", .whole),
        ] as [(String?, ByteRange.Answer)])
    func aRangeIsReadAsTheStandardSays(header: String?, answer: ByteRange.Answer) {
        #expect(ByteRange.answer(to: header, length: 100) == answer)
    }

    @Test func ofAnEmptyFileThereIsNoPart() {
        #expect(ByteRange.answer(to: "bytes=-5", length: 0) == .unsatisfiable)
        #expect(ByteRange.answer(to: "bytes=0-", length: 0) == .unsatisfiable)
    }

    @Test func theScriptFindsEveryPartOfThePage() async throws {
        try await run { console, _, session in
            let page = try await console.get("recordings", headers: session).text
            let script = try await console.get("recordings.js", headers: session).text
            let identifiers = script.matches(of: /byId\("([^"]+)"\)/).map { String($0.1) }
            #expect(identifiers.count > 8)
            for identifier in identifiers { #expect(page.contains("id=\"\(identifier)\""), "\(identifier)") }
            #expect(!script.contains("innerHTML"), "text from outside is never markup")
        }
    }
}
