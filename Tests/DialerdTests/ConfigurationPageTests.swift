import Foundation
import Testing

@testable import dialerd

/// Holds `docs/configuration.md` against the keys that the readers know.
@Suite struct ConfigurationPageTests {
    private static func page() throws -> String {
        try String(contentsOf: TestSite.root.appending(path: "docs/configuration.md"), encoding: .utf8)
    }

    @Test func `the page has every key, and no other`() throws {
        let rows = try Self.page().split(separator: "\n").compactMap { $0.firstMatch(of: /^\| `([a-z0-9.-]+)` \|/) }
        let described = rows.map { String($0.1) }
        let known = DaemonConfiguration.Keys.all
        #expect(Set(described).count == described.count, "each once")
        #expect(Set(known).subtracting(described).sorted() == [], "not described")
        #expect(Set(described).subtracting(known).sorted() == [], "not known")
    }

    @Test func `the page's shortest useful file is one`() throws {
        let page = try Self.page()
        let text = try #require(page.firstMatch(of: /```yaml\n([^`]*)```/)).1
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yml")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try DaemonConfiguration.read(file)
        #expect(configuration.enquiry.number == "170")
        #expect(configuration.database.lastPathComponent == "dialer.sqlite")
        #expect(configuration.console == nil)
    }
}
