import Campaigns
import Dialer
import Foundation
import Testing

/// A month on the virtual clock, looked through by the auditor, who is a program of its own.
@Suite(.serialized) struct SimulationTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    static let scenario = root.appending(path: "simulations/month.yml")

    /// One run for all tests: it is what takes the time.
    static let month = Result { try SimulationRun(scenario) }

    @Test func `the auditor finds nothing in a month with crashes and both changes to summer time`() throws {
        let run = try Self.month.get()
        #expect(run.report.figures.attempts > 200)
        #expect(run.report.crashes > 1)
        #expect(run.report.figures.outcomes["open"] == nil)
        let audit = try run.audit()
        #expect(audit.status == 0, "\(audit.text)")
    }

    @Test func `the same seed gives the same attempts to the byte, and another seed others`() throws {
        let (first, second) = (try Self.month.get(), try SimulationRun(Self.scenario))
        defer { try? FileManager.default.removeItem(at: second.folder) }
        let attempts = try first.attempts()
        #expect(try second.attempts() == attempts)
        let other = try SimulationRun(Self.scenario, seed: 2)
        defer { try? FileManager.default.removeItem(at: other.folder) }
        #expect(try other.attempts() != attempts)
    }

    @Test(arguments: PlantedFault.all) func `the auditor finds each planted fault`(_ fault: PlantedFault) throws {
        let audit = try Self.month.get().audit(planting: fault)
        #expect(audit.status == 1)
        #expect(audit.text.contains("\(fault.code): "), "\(audit.text)")
    }
}
