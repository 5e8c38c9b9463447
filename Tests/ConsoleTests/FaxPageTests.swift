import Dialer
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct FaxPageTests {
    private struct Unreadable: Error, CustomStringConvertible { let description = "secret path" }

    @Test func thePictureOfAPageIsServed() async throws {
        let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0, 255]
        try await RunningConsole.with(
            pagePicture: { fax, page in fax == "fax-1" && page == 2 ? picture : nil }
        ) { console in
            let response = try await console.get("faxes/fax-1/pages/2.png")
            #expect(response.status == 200)
            #expect(response.headers["Content-Type"] == "image/png")
            #expect(response.headers["Cross-Origin-Resource-Policy"] == "same-origin")
            #expect(response.body == picture)
            let answer = try await console.get("faxes/fax-1/pages/3.png")
            #expect(answer.status == 404)
        }
    }

    @Test(arguments: [
        "faxes/..%2F..%2Fetc/pages/1.png", "faxes/a%00b/pages/1.png", "faxes/a/pages/1", "faxes/a/pages/0.png",
        "faxes/a/pages/-1.png", "faxes/a/pages/99999.png", "faxes/a/pages/%D9%A1.png", "faxes/a/pages/.png",
        "faxes/\(String(repeating: "a", count: 65))/pages/1.png",
    ])
    func otherNamesNeverReachTheStore(path: String) async throws {
        try await RunningConsole.with(
            pagePicture: { fax, page in
                Issue.record("asked for \(fax), \(page)")
                return []
            }
        ) { console in
            let answer = try await console.get(path)
            #expect(answer.status == 404)
        }
    }

    @Test func whyAPictureFailedStaysInTheLog() async throws {
        try await RunningConsole.with(pagePicture: { _, _ in throw Unreadable() }) { console in
            let response = try await console.get("faxes/a/pages/1.png")
            #expect(response.status == 500)
            #expect(!response.text.contains("secret"))
        }
    }
}
