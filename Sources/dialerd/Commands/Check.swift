import ArgumentParser
import Campaigns
import Dialer
import FaxEngine
import Foundation

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validate configuration, campaigns, prompts, billing and database; say what is wrong, with line and column.")

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        let configuration = try file.read()
        var faults: [String] = []
        func attempt(_ body: () async throws -> Void) async {
            do { try await body() } catch { faults.append("\(error)") }
        }
        await attempt {
            _ = try PromptLibrary(try PromptCatalogue(folder: configuration.prompts))
        }
        await attempt {
            try await BillingSource(
                file: configuration.billing, plan: configuration.site.plan, queries: configuration.queries
            ).validate()
        }
        let campaigns = CampaignFiles(directory: configuration.campaigns)
        for url in try campaigns.all() { await attempt { _ = try CampaignFile.read(url) } }
        await attempt { _ = try FaxPress() }
        if FileManager.default.fileExists(atPath: configuration.database.path) {
            await attempt { _ = try DialerDatabase.openForReading(at: configuration.database) }
        }
        guard faults.isEmpty else { throw Complaint(faults.joined(separator: "\n")) }
        say("\(file.file): all is well.")
    }
}

/// The campaign files of a site.
struct CampaignFiles {
    let directory: URL

    func all() throws -> [URL] {
        guard let files = try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        else { throw Complaint("\(directory.path): there is no such directory; 'campaigns' in the configuration names it.") }
        return files.filter { $0.pathExtension == "yml" }.sorted { $0.path < $1.path }
    }

    func file(of name: String) throws -> URL {
        let url = directory.appending(path: "\(name).yml")
        guard FileManager.default.fileExists(atPath: url.path) else {
            let names = try all().map { $0.deletingPathExtension().lastPathComponent }
            throw Complaint("There is no campaign '\(name)'; \(directory.path) has: \(names.joined(separator: ", ")).")
        }
        return url
    }
}
