import Campaigns
import Dialer
import Foundation
import GRDB
import Logging
import Testing

/// A month on the virtual clock, looked through by the auditor, who is a program of its own.
@Suite(.serialized) struct SimulationTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    static let scenario = root.appending(path: "simulations/month.yml")

    /// One run for all tests: it is what takes the time.
    static let month = Result { try Run() }

    struct Run {
        let folder: URL
        let report: Simulation.Report

        init(seed: UInt64? = nil) throws {
            var scenario = try ScenarioFile.read(SimulationTests.scenario)
            if let seed { scenario.seed = seed }
            folder = FileManager.default.temporaryDirectory.appending(path: "simulation-\(UUID().uuidString)")
            var logger = Logger(label: "simulation")
            logger.logLevel = .error
            report = try Simulation(scenario, in: folder, logger: logger).run()
        }

        /// Every attempt, as text.
        func attempts() throws -> [String] {
            try DatabaseQueue(path: folder.appending(path: "dialer.sqlite").path).read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM attempt ORDER BY id").map(\.debugDescription)
            }
        }
    }

    @Test func `the auditor finds nothing in a month with crashes and both changes to summer time`() throws {
        let run = try Self.month.get()
        #expect(run.report.figures.attempts > 200)
        #expect(run.report.crashes > 1)
        #expect(run.report.figures.outcomes["open"] == nil)
        let audit = try Auditor.audit(run.folder)
        #expect(audit.status == 0, "\(audit.text)")
    }

    @Test func `the same seed gives the same attempts to the byte, and another seed others`() throws {
        let (first, second) = (try Self.month.get(), try Run())
        defer { try? FileManager.default.removeItem(at: second.folder) }
        let attempts = try first.attempts()
        #expect(try second.attempts() == attempts)
        let other = try Run(seed: 2)
        defer { try? FileManager.default.removeItem(at: other.folder) }
        #expect(try other.attempts() != attempts)
    }

    @Test(arguments: PlantedFault.all) func `the auditor finds each planted fault`(_ fault: PlantedFault) throws {
        let sound = try Self.month.get().folder
        let folder = FileManager.default.temporaryDirectory.appending(path: "planted-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: sound, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try fault.plant(in: folder)
        let audit = try Auditor.audit(folder)
        #expect(audit.status == 1)
        #expect(audit.text.contains("\(fault.code): "), "\(audit.text)")
    }
}

/// The auditor as a child process.
enum Auditor {
    static func audit(_ folder: URL) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = SimulationTests.root.appending(path: "Tests/Audit/audit.py").path
        process.arguments = ["python3", script, SimulationTests.scenario.path, folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
