import Foundation
import Testing

@testable import PhoneNetwork

@Suite struct ExchangeLogTests {
    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: "exchange-\(UUID().uuidString).jsonl").path
    }

    @Test(arguments: [
        ("a42-k3j9-1@10.0.0.1", 42, 1), ("a7-x-y-2", 7, 2), ("a0-t-0@h", 0, 0),
    ])
    func attemptIsReadFromTheCallID(callID: String, attempt: Int64, trunkTry: Int) {
        let reference = AttemptReference(callID: callID)
        #expect(reference?.attempt == attempt)
        #expect(reference?.trunkTry == trunkTry)
    }

    @Test(arguments: ["", "a", "a42", "a42-1", "a42--1", "b42-t-1", "ax-t-1", "a42-t-x", "a99999999999999999999-t-1"])
    func otherCallIDsHaveNoAttempt(callID: String) {
        #expect(AttemptReference(callID: callID) == nil)
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let log = try ExchangeLog(path: path)
        let events: [ExchangeEvent] = [
            .invited(from: "10000", to: "13800000000"), .challenged, .authenticated(user: "dialerd"),
            .ringing(status: 180), .answered, .keysSent("12#"), .heard(voicedMilliseconds: 4_000, packets: 300),
            .offered(by: .exchange, media: .t38), .pageConfirmed(index: 0, rows: 1_100),
            .ended(by: .dialer, cause: "BYE"),
        ]
        for event in events { log.record(event, callID: "a5-t-1@h") }
        let entries = try ExchangeLog.read(from: path)
        #expect(entries.map(\.event) == events)
        #expect(entries.allSatisfy { $0.attempt == 5 && $0.trunkTry == 1 && $0.callID == "a5-t-1@h" })
        #expect(entries.map(\.time) == entries.map(\.time).sorted())
    }

    @Test func lineCutShortByACrashIsLeftOut() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let log = try ExchangeLog(path: path)
        log.record(.challenged, callID: "x")
        let whole = try Data(contentsOf: URL(filePath: path))
        try (whole + whole.dropLast(5)).write(to: URL(filePath: path))
        #expect(try ExchangeLog.read(from: path).count == 1)
        try (Data("nonsense\n".utf8) + whole).write(to: URL(filePath: path))
        #expect(throws: PhoneNetworkError.self) { try ExchangeLog.read(from: path) }
    }

    @Test func logGoesOnAfterACrashThatCutItsLastLine() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        for part in ["", "{\"attempt\":4"] {
            try Data(part.utf8).write(to: URL(filePath: path))
            for _ in 1...2 { try ExchangeLog(path: path).record(.challenged, callID: "x") }
            #expect(try ExchangeLog.read(from: path).map(\.event) == [.challenged, .challenged])
        }
    }

    @Test func folderThatIsNotThereIsSaid() {
        #expect(throws: PhoneNetworkError.self) { try ExchangeLog(path: "/nowhere/at/all.jsonl") }
    }

    private func entries(_ events: [(String, ExchangeEvent)]) -> [ExchangeEntry] {
        events.enumerated().map { ExchangeEntry(time: Int64($0), callID: $1.0, event: $1.1) }
    }

    @Test func challengeIsNotASecondRing() {
        let call = "a9-t-1@h"
        let summary = ExchangeSummary(
            entries([
                (call, .invited(from: "1", to: "2")), (call, .challenged), (call, .invited(from: "1", to: "2")),
                (call, .authenticated(user: "u")), (call, .ringing(status: 180)), (call, .ringing(status: 180)),
                (call, .answered), (call, .heard(voicedMilliseconds: 900, packets: 80)),
                (call, .pageConfirmed(index: 0, rows: 5)),
                (call, .pageStored(file: "f.tif", index: 0, rows: 5, columns: 1_728, sha256: "ab")),
                (call, .ended(by: .dialer, cause: "BYE")),
            ])
        )
        let attempt = summary.attempts[9]
        #expect(attempt?.invites == 1)
        #expect(attempt?.rang == 1)
        #expect(attempt?.answered == 1)
        #expect(attempt?.calledNumber == "2")
        #expect(attempt?.voicedMillisecondsHeard == 900)
        #expect(attempt?.pages == [.init(callID: call, index: 0, rows: 5, file: "f.tif", sha256: "ab")])
        #expect(summary.pagesConfirmed == 1)
        #expect(summary.rangTwice == [])
    }

    @Test func cancelThatCrossedTheAnswerIsNoAnswer() {
        let call = "a4-t-1@h"
        let summary = ExchangeSummary(
            entries([
                (call, .authenticated(user: "u")), (call, .ringing(status: 180)), (call, .answered),
                (call, .cancelled), (call, .ended(by: .dialer, cause: "cancelled")),
            ])
        )
        #expect(summary.attempts[4]?.answered == 0)
        #expect(summary.attempts[4]?.rang == 1)
    }

    @Test func refusalThatACancelHadForestalledDoesNotCount() {
        let call = "a4-t-1@h"
        let summary = ExchangeSummary(
            entries([
                (call, .authenticated(user: "u")), (call, .ringing(status: 180)), (call, .rejected(status: 603)),
                (call, .cancelled), (call, .ended(by: .dialer, cause: "cancelled")),
            ])
        )
        #expect(summary.attempts[4]?.rejectedStatus == nil)
        #expect(summary.attempts[4]?.cancelled == 1)
    }

    @Test func faxFilesAreNamedByNothingThatCouldLeaveTheFolder() {
        let tray = PaperTray(folder: "/faxes", callID: "../../etc/passwd\0-\u{202E}x@h", serial: 3)
        #expect(tray?.path == "/faxes/------etc-passwd-----x-3.tif")
        #expect(PaperTray(folder: "/faxes", callID: String(repeating: "a", count: 5_000), serial: 3)?.path.count == 73)
        #expect(PaperTray(folder: String(repeating: "f", count: 250), callID: "a", serial: 3) == nil)
    }

    @Test func failOverThatRangOnlyOnceIsAllowedButASecondRingIsFound() {
        func dialled(_ call: String, _ then: [ExchangeEvent]) -> [(String, ExchangeEvent)] {
            ([.invited(from: "1", to: "2"), .authenticated(user: "u")] + then).map { (call, $0) }
        }
        let summary = ExchangeSummary(
            entries(
                dialled("a1-t-1@h", [.rejected(status: 503)]) + dialled("a1-t-2@h", [.ringing(status: 180)])
                    + dialled("a2-t-1@h", [.ringing(status: 180), .cancelled])
                    + dialled("a2-t-2@h", [.ringing(status: 180)])
                    + dialled("a3-t-1@h", [.answered]) + dialled("a3-t-1@h", [.answered])
                    + dialled("other", [.answered])
            )
        )
        #expect(summary.attempts[1]?.invites == 2)
        #expect(summary.rangTwice == [2, 3])
        #expect(summary.foreignInvites == 1)
    }
}
