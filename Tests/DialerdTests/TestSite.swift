import Campaigns
import Foundation
import Testing

/// A site in a directory of its own, on which the built program is run as users do.
final class TestSite {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let directory: URL
    /// As it was written, so that a test can see that nothing was added to it.
    private var files: Set<String> = []

    /// A configuration that is right, with billing data and one campaign.
    ///
    /// - Parameter edit: what is wrong with the configuration in this test.
    init(prompts: String = root.appending(path: "prompts").path, _ edit: (inout String) -> Void = { _ in }) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "dialerd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory.appending(path: "campaigns"), withIntermediateDirectories: true)
        var text = """
            site:
              name: Huaxin Telecom
              time-zone: Asia/Shanghai
              area-code: "20"
              service-number: "02010000"
            trunk: { host: 127.0.0.1, port: 9 }
            sip: { port: \(try TakenPort(SOCK_DGRAM).number) }
            enquiry: { number: "170" }
            billing: { file: billing.sqlite }
            prompts: \(prompts)
            console: { port: 0 }
            rules: { folder: \(Self.root.appending(path: "rules").path) }

            """
        edit(&text)
        try write(text, to: "dialerd.yml")
        let campaign = try String(
            contentsOf: Self.root.appending(path: "campaigns/arrears-postpaid.yml"), encoding: .utf8)
        try write(campaign, to: "campaigns/arrears-postpaid.yml")
        let lines = (0..<10).compactMap { E164(text: "+86206210000\($0)") }.map { SampleBilling.Line(telephone: $0) }
        let today = CalendarDay(.now, in: .gmt)
        try SampleBilling(lines: lines, seed: 1, today: today).write(to: directory.appending(path: "billing.sqlite"))
        files = try list()
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func path(_ name: String) -> String { directory.appending(path: name).path }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: name))
        files.insert(name)
    }

    private func list() throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: directory.path))
    }

    /// The files that were made since.
    func newFiles() throws -> Set<String> { try list().subtracting(files) }

    func dialerd(_ arguments: String..., configuration: Bool = true) async throws -> Finished {
        try await TestSite.dialerd(arguments + (configuration ? ["--config", path("dialerd.yml")] : []))
    }

    struct Finished {
        let status: Int32
        let output: String
        let errors: [String]
    }

    /// The program that was built beside these tests.
    static var program: URL {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: tests).deletingLastPathComponent().appending(path: "dialerd")
        }
    }

    static func dialerd(_ arguments: [String], in directory: URL? = nil) async throws -> Finished {
        let process = Process()
        process.executableURL = try program
        process.arguments = arguments
        process.currentDirectoryURL = directory
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        process.standardInput = FileHandle.nullDevice
        let (ends, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
        // One that goes on serving instead of complaining would never end.
        let watchdog = Task {
            try await Task.sleep(for: .seconds(60))
            process.terminate()
        }
        defer { watchdog.cancel() }
        async let text = readAll(output)
        let complaints = await readAll(errors)
        let said = await text
        let status = await ends.first { _ in true }
        return Finished(
            status: status ?? -1, output: said, errors: complaints.split(separator: "\n").map(String.init))
    }

    /// Off the threads that tests run on, of which there are few.
    private static func readAll(_ pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}

/// A port on loopback, taken as long as this lives.
final class TakenPort {
    let number: UInt16
    private let descriptor: Int32

    init(_ type: __socket_type) throws {
        descriptor = socket(AF_INET, Int32(type.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (socket, isStream) = (descriptor, type == SOCK_STREAM)
        let isTaken = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(socket, generic, length) == 0 && (!isStream || listen(socket, 1) == 0)
                    && getsockname(socket, generic, &length) == 0
            }
        }
        try #require(isTaken)
        number = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
