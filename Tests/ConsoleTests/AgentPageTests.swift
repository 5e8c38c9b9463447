import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct AgentPageTests {
    private static let scripts = [
        "/drawing.js", "/desk.js",
        "/agent.js", "/agent-deeds.js", "/agent-work.js", "/agent-outcome.js", "/agent-advice.js",
        "/session.js",
    ]

    private func read(_ test: @escaping @Sendable (RunningConsole) async throws -> Void) async throws {
        try await ConsoleFloor.run { bench in try await RunningConsole.with(floor: bench.floor, test) }
    }

    @Test func itLoadsOnlyWhatWeServe() async throws {
        try await read { console in
            let page = try await console.get("agent").text
            let links = page.matches(of: /(?:href|src)="([^"]*)"/).map { String($0.1) }
            #expect(Set(links) == Set(["/icon.svg", "/agent.css", "/session.css"] + Self.scripts))
            for link in links { #expect(try await console.get(String(link.dropFirst())).status == 200) }
            let isInline = page.contains(/<style|\sstyle=|\son[a-z]+=|<script(?! src="[^"]+" defer><\/script>)/)
            #expect(!isInline, "the policy would block it")
        }
    }

    @Test func itsScriptsFindEveryPartOfIt() async throws {
        try await read { console in
            let page = try await console.get("agent").text
            var identifiers: Set<String> = []
            for link in Self.scripts {
                let script = try await console.get(String(link.dropFirst())).text
                identifiers.formUnion(script.matches(of: /byId\("([^"]+)"\)/).map { String($0.1) })
                #expect(!script.contains("innerHTML"), "text from outside is never markup")
            }
            #expect(identifiers.count > 20)
            for identifier in identifiers { #expect(page.contains("id=\"\(identifier)\""), "\(identifier)") }
        }
    }

    @Test func everyButtonHasItsDeedAndAKeyOfItsOwn() async throws {
        try await read { console in
            let page = try await console.get("agent").text
            var script = ""
            for link in Self.scripts { script += try await console.get(String(link.dropFirst())).text }
            let buttons = page.matches(of: /data-does="([^"]+)" aria-keyshortcuts="([a-z])"><kbd>([A-Z])<\/kbd>/)
            #expect(buttons.count == 21)
            #expect(Set(buttons.map(\.2)).count == 21)
            for button in buttons {
                #expect(button.2.uppercased() == button.3)
                #expect(
                    script.contains("\n  \(button.1): {") || script.contains("\n  \"\(button.1)\": {"), "\(button.1)")
            }
        }
    }
}
