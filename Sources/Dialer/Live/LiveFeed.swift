package import Campaigns
import Foundation
import Telephony

/// Tells the live board what the calls, campaigns and faxes of this daemon do.
package struct LiveFeed: Sendable {
    package let board: LiveBoard
    /// Nil where nobody looks at figures.
    private let campaigns: CampaignFigures?

    package init(board: LiveBoard, database: DialerDatabase) {
        self.board = board
        let reports = ReportBook(database: database)
        campaigns = CampaignFigures(board: board) { try await reports.campaigns().map { LiveCampaign($0) } }
    }

    /// For a simulation, whose calls nobody watches.
    static func unwatched() -> LiveFeed { LiveFeed(board: LiveBoard()) }

    private init(board: LiveBoard) { (self.board, campaigns) = (board, nil) }

    func callProgressed(_ progress: CallPlacer.Progress, _ attempt: Attempt, kind: LiveCall.Kind) async {
        let (state, activity): (LiveCall.State, String) =
            switch progress {
            case .inviteSent: (.dialling, "dialling")
            case .ringing: (.ringing, "ringing")
            case .earlyMedia: (.ringing, "early media")
            case .answered: (.up, kind.activity)
            }
        await board.apply(
            .call(
                LiveCall(
                    id: "\(attempt.id)", kind: kind, number: MaskedNumber(masking: attempt.number.text), state: state,
                    since: Date(), activity: activity)))
    }

    func callEnded(_ attempt: Attempt) async { await board.apply(.callEnded(id: "\(attempt.id)")) }

    func enquiry(_ id: String, from number: String, isUp: Bool) async {
        guard isUp else { return await board.apply(.callEnded(id: id)) }
        await board.apply(
            .call(
                LiveCall(
                    id: id, kind: .enquiry, number: MaskedNumber(masking: number), state: .up, since: Date(),
                    activity: "170 enquiry")))
    }

    /// Shows all campaigns as the books have them, now or after a short pause; doesn't wait for it.
    package func showCampaigns() async { await campaigns?.changed() }

    func fax(_ status: FaxJobStatus, state: LiveFax.State, pictures: Int) async {
        var fax = LiveFax(
            id: "\(status.id)", number: MaskedNumber(masking: status.number.text), state: state, since: Date(),
            pagesTotal: status.pagesTotal)
        fax.pagesConfirmed = status.pagesConfirmed
        fax.tries = status.attemptsUsed
        // While it is on its way, or done, the reason of the books says just that.
        fax.lastCause = status.state == .waiting || status.state == .failed ? status.reason : nil
        fax.pagePictures = pictures > 0 ? Array(1...pictures) : []
        await board.apply(.fax(fax))
    }
}

extension LiveCall.Kind {
    /// What is done in such a call once it is up.
    fileprivate var activity: String {
        switch self {
        case .announcement: "announcement"
        case .callback: "with an agent"
        case .enquiry: "170 enquiry"
        case .fax: "sending a fax"
        case .transfer: "with somebody outside"
        }
    }
}

extension LiveCampaign {
    init(_ report: CampaignReport) {
        self.init(id: report.campaign, title: report.title, state: State(rawValue: report.state) ?? .waiting)
        lines = report.lines
        selected = report.selected
        finished = report.ended.values.reduce(0, +)
        inProgress = report.leased
        outcomes = report.attempts.filter { $0.value > 0 }
            .sorted { $0.value > $1.value }
            .map { LiveOutcome(name: $0.key.words, meaning: $0.key.meaning, attempts: $0.value) }
        announcementsHeardToTheEnd = report.announcementsPlayedToEnd
        promises = report.promises
        optOuts = report.optOuts
        callbacks = report.callbacks
    }
}

extension AttemptOutcome {
    fileprivate var words: String {
        self == .answered ? "answered" : RetryPolicy.Result(self)?.words ?? rawValue
    }

    fileprivate var meaning: LiveOutcome.Meaning {
        switch self {
        case .answered: .reached
        case .busy, .noAnswer, .cancelled, .congestion, .unreachable: .unreached
        case .rejected, .wrongNumber, .trunkTrouble, .failed, .interrupted: .failed
        }
    }
}
