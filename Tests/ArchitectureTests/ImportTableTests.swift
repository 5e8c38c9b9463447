import Foundation
import Testing

/// Holds the sources against the table "Who may import whom" of `docs/architecture.md`.
@Suite struct ImportTableTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What any Swift target may import: the language's own modules and libraries without a place in the picture.
    private static let free: Set<String> = [
        "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Swift", "_StringProcessing",
        "Logging", "Yams", "Crypto", "CryptoExtras", "ServiceLifecycle",
    ]

    /// Reads the rows of the page's table: the names in the first column, and in the third what each may import.
    private static func table() throws -> [String: Set<String>] {
        let page = try String(contentsOf: root.appending(path: "docs/architecture.md"), encoding: .utf8)
        var rows: [String: Set<String>] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard cells.count >= 5 else { continue }
            for target in names(in: cells[1]) { rows[target] = Set(names(in: cells[3])) }
        }
        return rows
    }

    private static func names(in cell: String) -> [String] {
        cell.matches(of: /`([A-Za-z]+)`/).map { String($0.1) }
    }

    /// The modules that a target's Swift files import, each with a file that does.
    private static func imports(of target: String) throws -> [String: String] {
        let folder = root.appending(path: "Sources/\(target)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: [String: String] = [:]
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            let pattern = /^(?:@\w+ )*(?:\w+ )?import (?:(?:struct|class|enum|protocol|typealias|func|let|var) )?(\w+)/
                .anchorsMatchLineEndings()
            for match in text.matches(of: pattern) { found[String(match.1)] = file.lastPathComponent }
        }
        return found
    }

    @Test func everyTargetHasARow() throws {
        let rows = try Self.table()
        let targets = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
        #expect(Set(targets) == Set(rows.keys))
    }

    @Test func noTargetImportsMoreThanItsRowAllows() throws {
        let rows = try Self.table()
        for (target, allowed) in rows where target != "dialerd" {
            for (module, file) in try Self.imports(of: target) {
                #expect(
                    allowed.contains(module) || Self.free.contains(module),
                    "\(target)/\(file) imports \(module), which docs/architecture.md does not allow"
                )
            }
        }
    }
}
