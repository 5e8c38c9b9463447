import Campaigns
import Dialer
import Foundation
import GRDB
import Logging

/// A scenario that was run through, with what it left behind.
struct SimulationRun {
    let folder: URL
    let report: Simulation.Report
    private let scenario: URL

    init(_ file: URL, seed: UInt64? = nil) throws {
        var scenario = try ScenarioFile.read(file)
        if let seed { scenario.seed = seed }
        self.scenario = file
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

    /// What the auditor says, who is a program of its own.
    func audit() throws -> (status: Int32, text: String) { try audit(folder) }

    /// The same of a copy in which something is wrong.
    func audit(planting fault: PlantedFault) throws -> (status: Int32, text: String) {
        let copy = FileManager.default.temporaryDirectory.appending(path: "planted-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: folder, to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        try fault.plant(in: copy)
        return try audit(copy)
    }

    private func audit(_ folder: URL) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = SimulationTests.root.appending(path: "Tests/Audit/audit.py").path
        process.arguments = ["python3", script, scenario.path, folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
