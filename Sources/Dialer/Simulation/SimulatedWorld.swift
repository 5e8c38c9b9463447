import Campaigns
import Foundation

/// All that outlives the simulated daemon: people, their money, the network's log, and the files.
///
/// Runs on: the simulation's thread alone; hence unchecked.
final class SimulatedWorld: @unchecked Sendable {
    let scenario: Scenario
    let population: SimulatedPopulation
    let billing: SimulatedBilling
    let log: WorldLog
    let folder: URL
    /// What agents hear in talks, by the attempt, until they have written it down.
    var talks: [Int64: AgentTalk] = [:]

    var database: URL { folder.appending(path: "dialer.sqlite") }
    var billingFile: URL { folder.appending(path: "billing.sqlite") }

    /// Files of an earlier simulation in the folder are replaced.
    init(_ scenario: Scenario, in folder: URL) throws {
        self.scenario = scenario
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["dialer", "billing", "world"] {
            for ending in ["", "-wal", "-shm", "-journal", ".lock"] {
                try? FileManager.default.removeItem(at: folder.appending(path: "\(name).sqlite\(ending)"))
            }
        }
        population = SimulatedPopulation(scenario)
        log = try WorldLog(file: folder.appending(path: "world.sqlite"))
        billing = try SimulatedBilling(
            scenario, population, file: folder.appending(path: "billing.sqlite"), log: log)
    }
}
