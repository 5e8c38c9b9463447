import Testing

@testable import Campaigns

@Suite struct ListProgressTests {
    @Test func `progress says rows a second and time left`() {
        let progress = ListProgress(rows: 120_000, bytesRead: 250, size: 1_000, elapsed: .seconds(6))
        #expect(progress.rowsPerSecond == 20_000 && progress.timeLeft == .seconds(18))
        #expect(progress.sentence == "120000 rows, 20000 a second, 0:18 left")
    }

    @Test func `what can't be known isn't said`() {
        let pipe = ListProgress(rows: 10, bytesRead: 250, size: nil, elapsed: .seconds(1))
        #expect(pipe.sentence == "10 rows, 10 a second")
        let start = ListProgress(rows: 0, bytesRead: 0, size: 10, elapsed: .zero)
        #expect(start.timeLeft == nil && start.rowsPerSecond == 0)
    }
}
