import Foundation
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct PageTests {
    @Test(arguments: [
        "", "live.js", "api/live", "health", "nothing-here", "faxes/x/pages/1.png", "agent", "api/agents/8001/events",
    ])
    func everyAnswerForbidsForeignContentAndGuessing(path: String) async throws {
        try await RunningConsole.with { console in
            let headers = try await console.get(path).headers
            let policy = try #require(headers["Content-Security-Policy"])
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("data:"))
            #expect(headers["X-Content-Type-Options"] == "nosniff")
            #expect(headers["Cache-Control"] == "no-store")
        }
    }

    @Test func thePageLoadsOnlyWhatWeServe() async throws {
        try await RunningConsole.with { console in
            let page = try await console.get("").text
            let links = page.matches(of: /<(?:link|script|img)[^>]* (?:href|src)="([^"]*)"/).map { String($0.1) }
            #expect(Set(links) == ["/icon.svg", "/live.css", "/session.css", "/drawing.js", "/live.js", "/session.js"])
            for link in links { #expect(try await console.get(String(link.dropFirst())).status == 200) }
            let isInline = page.contains(
                /<style|\sstyle=|\son[a-z]+=|<script(?! src="\/(?:drawing|live|session).js" defer><\/script>)/)
            #expect(!isInline, "the policy would block it")
        }
    }

    @Test func theScriptFindsEveryPartOfThePage() async throws {
        try await RunningConsole.with { console in
            let page = try await console.get("").text
            let script = try await console.get("live.js").text
            let identifiers = script.matches(of: /byId\("([^"]+)"\)/).map { String($0.1) }
            let templates = script.matches(of: /drawList\([^,]+, "([^"]+)"/).map { String($0.1) }
            #expect(identifiers.count > 10 && templates.count > 5)
            for identifier in identifiers + templates {
                #expect(page.contains("id=\"\(identifier)\""), "\(identifier)")
            }
            #expect(!script.contains("innerHTML"), "text from outside is never markup")
        }
    }

    @Test func healthSaysOk() async throws {
        try await RunningConsole.with { console in
            let answer = try await console.get("health")
            #expect(answer.text == "ok\n")
        }
    }
}
