import Foundation
import Telephony
import Testing

@testable import PhoneNetwork

/// The exchange called by SIPp, which shares no line of code with it.
@Suite struct SIPpCallerTests {
    private static let sipp = "/usr/bin/sipp"
    private static let isInstalled = FileManager.default.isExecutableFile(atPath: sipp)

    /// Plays a scenario of `Tests/Interop/sipp` once; 0 when it went to its end as written.
    private func play(_ scenario: String, calling number: String, on bench: ExchangeBench) async throws -> Int32 {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(filePath: Self.sipp)
        process.arguments = [
            "127.0.0.1:\(bench.exchange.port)", "-sf", folder.appending(path: "Interop/sipp/\(scenario).xml").path,
            "-i", "127.0.0.1", "-s", number, "-m", "1", "-au", ExchangeBench.credentials.username,
            "-ap", ExchangeBench.credentials.password, "-timeout", "12", "-timeout_error", "-nostdin",
        ]
        process.currentDirectoryURL = bench.folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }

    @Test(.enabled(if: isInstalled, "sipp is missing; make test installs the package sip-tester"))
    func strangerAuthenticatesAndFindsTheSubscriberBusy() async throws {
        try await ExchangeBench.run([.init(.exactly("1"), .busy)]) { bench in
            #expect(try await play("exchange-challenges-then-486", calling: "1", on: bench) == 0)
            let events = try await bench.endedLog().map(\.event)
            #expect(
                Array(events.prefix(4)) == [
                    .invited(from: "10000", to: "1"), .challenged, .invited(from: "10000", to: "1"),
                    .authenticated(user: "dialerd"),
                ])
            #expect(events.contains(.rejected(status: 486)))
        }
    }

    @Test(.enabled(if: isInstalled, "sipp is missing; make test installs the package sip-tester"))
    func strangerIsAnsweredAndHungUpOn() async throws {
        let script = SubscriberScript([.wait(.milliseconds(300)), .hangUp])
        let subscriber = Answering(after: .milliseconds(100), script: script)
        try await ExchangeBench.run([.init(.exactly("2"), .answers(subscriber))]) { bench in
            #expect(try await play("exchange-answers-then-bye", calling: "2", on: bench) == 0)
            let events = try await bench.endedLog().map(\.event)
            #expect(events.contains(.answered))
            #expect(ExchangeSummary(try bench.log()).foreignInvites == 1)
        }
    }
}
