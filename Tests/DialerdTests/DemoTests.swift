import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct DemoTests {
    @Test func `a demo that is interrupted takes its exchange and its daemon along`() async throws {
        let site = try TestSite()
        let demo = Process()
        demo.executableURL = try TestSite.program
        demo.arguments = [
            "demo", "--directory", site.path("demo"), "--prompts", TestSite.root.appending(path: "prompts").path,
        ]
        let output = Pipe()
        demo.standardOutput = output
        let (pieces, piece) = AsyncStream<String>.makeStream()
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            guard !data.isEmpty else { return piece.finish() }
            piece.yield(String(decoding: data, as: UTF8.self))
        }
        let (ends, end) = AsyncStream<Int32>.makeStream()
        demo.terminationHandler = { end.yield($0.terminationStatus) }
        try demo.run()
        var said = ""
        for await piece in pieces {
            said += piece
            if said.contains("Exchange and daemon are up") { break }
        }
        output.fileHandleForReading.readabilityHandler = nil
        let programs = try children(of: demo.processIdentifier)
        #expect(programs.count == 2, "\(said)")
        demo.interrupt()
        #expect(await ends.first { _ in true } == 1)
        #expect(programs.filter { kill($0, 0) == 0 } == [])
    }

    private func children(of process: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").flatMap { thread in
            try String(contentsOfFile: "/proc/\(process)/task/\(thread)/children", encoding: .utf8)
                .split(separator: " ").compactMap { Int32($0) }
        }
    }
}
