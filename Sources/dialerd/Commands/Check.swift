import ArgumentParser
import Campaigns
import ConfigurationFile
import Foundation

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with configuration, campaigns, prompts, billing data and database.",
        discussion: """
            Every fault is one line with its file, and line and column where there are. Nothing is changed. \
            Whether the ports are free is not looked at, because the daemon itself may be running.
            """)

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var form: ReportForm

    private struct Report: Encodable {
        let isReady: Bool
        let faults: [String]
        /// What is right, but does not always do what it says.
        let notes: [String]
    }

    func run() async throws {
        var (faults, notes): ([String], [String]) = ([], [])
        do {
            let configuration = try file.read()
            faults = await Readiness(configuration).faults
            faults += configuration.resultFaults
            let roster = configuration.agents.flatMap { try? AgentFile.read($0.file) } ?? AgentRoster()
            for url in try CampaignFiles(directory: configuration.campaigns).all() {
                do {
                    let campaign = try CampaignFile.read(url, lists: configuration.listNames)
                    notes += campaign.notes(roster).map { "\(url.path): \($0)" }
                } catch {
                    faults.append("\(error)")
                }
            }
        } catch {
            faults.append("\(error)")
        }
        let lines = faults.flatMap { $0.split(separator: "\n").map(String.init) }
        if form.isJSON {
            say(try json(Report(isReady: lines.isEmpty, faults: lines, notes: notes)))
        } else if lines.isEmpty {
            for note in notes { say(note) }
            say("\(file.file): all is well.")
        } else {
            complain(lines.joined(separator: "\n"))
        }
        if !lines.isEmpty { throw ExitCode.failure }
    }
}

extension DaemonConfiguration {
    /// Not asked by `serve`: results that can't be written stop no call.
    fileprivate var resultFaults: [String] {
        guard let directory = results?.file.deletingLastPathComponent().path,
            !FileManager.default.isWritableFile(atPath: directory)
        else { return [] }
        return [
            "\(place(of: "results.file")): The results are to be written in \(directory), which is missing or may not "
                + "be written. Make that directory, or correct “results.file”."
        ]
    }
}

/// The campaign files of a site.
struct CampaignFiles {
    let directory: URL

    func all() throws -> [URL] {
        guard let files = try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        else {
            throw Complaint("\(directory.path): there is no such directory; 'campaigns' in the configuration names it.")
        }
        return files.filter { $0.pathExtension == "yml" }.sorted { $0.path < $1.path }
    }

    func file(of name: String) throws -> URL {
        let url = directory.appending(path: "\(name).yml")
        guard FileManager.default.fileExists(atPath: url.path) else {
            let names = try all().map { $0.deletingPathExtension().lastPathComponent }
            let nearest = Spelling.nearest(to: name, among: names).map { "did you mean “\($0)”?" }
            let known = names.isEmpty ? "has none." : "has \(names.joined(separator: ", "))."
            throw Complaint("There is no campaign “\(name)”; \(nearest ?? "\(directory.path) \(known)")")
        }
        return url
    }
}
