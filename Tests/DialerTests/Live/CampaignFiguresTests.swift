import Synchronization
import Testing

@testable import Dialer

@Suite(.timeLimit(.minutes(1))) struct CampaignFiguresTests {
    private let clock = HandClock()
    private let board = LiveBoard()
    private let books = Books()

    private var figures: CampaignFigures {
        CampaignFigures(board: board, clock: clock) { [books] in
            var campaign = LiveCampaign(id: "arrears", title: "Arrears", state: .running)
            campaign.finished = try books.count()
            return [campaign]
        }
    }

    @Test func manyChangesInAPauseAreOneMoreCount() async {
        let figures = figures
        await figures.changed()
        await clock.isSleptOn()
        for _ in 0..<1_000 { await figures.changed() }
        #expect(books.counts == 1)
        await clock.advance(by: .seconds(3_600), whenSleeping: 1)
        await clock.isSleptOn()
        #expect(books.counts == 2)
        #expect(await board.state.campaigns.first?.finished == 2)
    }

    @Test func nothingIsCountedWithoutAChange() async {
        let figures = figures
        await figures.changed()
        await clock.advance(by: .seconds(3_600), whenSleeping: 1)
        await figures.changed()
        await clock.isSleptOn()
        #expect(books.counts == 2)
    }

    @Test func whatCannotBeReadNowIsShownWithTheNextChange() async {
        let figures = figures
        books.areShut = true
        await figures.changed()
        await clock.isSleptOn()
        #expect(await board.state.campaigns.isEmpty)
        books.areShut = false
        await figures.changed()
        await clock.advance(by: .seconds(3_600), whenSleeping: 1)
        await clock.isSleptOn()
        #expect(await board.state.campaigns.first?.finished == 2)
    }
}

extension HandClock {
    fileprivate func isSleptOn() async { await advance(by: .zero, whenSleeping: 1) }
}

/// Counts how often it is read.
private final class Books: Sendable {
    private struct Shut: Error {}
    private let state = Mutex((counts: 0, areShut: false))

    var counts: Int { state.withLock { $0.counts } }
    var areShut: Bool {
        get { state.withLock { $0.areShut } }
        set { state.withLock { $0.areShut = newValue } }
    }

    func count() throws -> Int {
        try state.withLock { state in
            state.counts += 1
            if state.areShut { throw Shut() }
            return state.counts
        }
    }
}
