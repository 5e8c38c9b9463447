import Foundation
import Testing

@testable import Campaigns

/// Holds `docs/campaigns.md` against the keys that the reader knows, and the record of changes too.
@Suite struct CampaignPageTests {
    @Test func `the page has every key of a campaign file, and no other`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/campaigns.md"), encoding: .utf8)
        let keys = page.components(separatedBy: "## Life")[0]
        let described = keys.split(separator: "\n").compactMap { $0.firstMatch(of: /^\| `([a-z.-]+)` \|/) }
            .map { String($0.1) }
        let known =
            CampaignFile.keys + CampaignFile.sourceKeys.map { "source." + $0 }
            + CampaignFile.stageKeys.map { "stages." + $0 } + CampaignFile.windowKeys.map { "window." + $0 }
            + CampaignFile.agentKeys.map { "agents." + $0 }
        #expect(described.sorted() == known.sorted())
    }

    @Test func `a change of any key is on record`() {
        let described = Set(Workplace.campaign().described.map { $0.key.split(separator: ".")[0] })
        let others = ["name", "announcement", "source", "stages", "window", "retry"]
        let keys = CampaignFile.keys.filter { !others.contains($0) }
        #expect(Set(keys.map { $0[...] }).subtracting(described) == [])
        #expect(described.isSuperset(of: ["source", "stages", "window", "retry"]))
    }
}
