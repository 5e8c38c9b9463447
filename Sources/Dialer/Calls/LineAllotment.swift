package import Campaigns

/// Who gets the next free line of a trunk: by priority, and within one priority by shares, each within its limit.
///
/// Max-min fair: the lines of a priority are dealt out by shares, and what somebody can't use goes to the others
/// (`fairShares`). Work-conserving: a line is idle only when nobody waits who may take it. No priority starves a lower
/// one for ever: of `patience` lines in a row that pass somebody over, the next is theirs.
package struct LineAllotment: Sendable {
    /// Somebody who wants lines, and what they may ask for.
    package struct Claim: Hashable, Sendable {
        package let name: String
        /// 1 goes first, 9 last; 0 is before all campaigns.
        package let priority: Int
        package let share: Int
        /// The most lines at once; nil where somebody else sees to it.
        package let limit: Int?

        package init(_ name: String, priority: Int, share: Int = 1, limit: Int? = nil) {
            self.name = name
            self.priority = priority
            self.share = max(1, share)
            self.limit = limit
        }

        /// Faxes are asked for by somebody who waits, so they go first; the fax queue limits itself.
        package static let faxes = Claim("faxes", priority: 0)

        /// Somebody asked for each, and there are no more at once than agents.
        package static let callbacks = Claim("callbacks", priority: 0)

        /// A customer is on the line already, and there are no more at once than agents.
        static let transfers = Claim("transfers", priority: 0)

        package init(_ campaign: CampaignDefinition) {
            self.init(
                "campaign \(campaign.name)", priority: campaign.priority, share: campaign.share, limit: campaign.lines)
        }
    }

    private struct User {
        var claim: Claim
        var inUse = 0
        var waiting = 0
        /// Lines got so far, divided by the share: whoever has the least is next where a whole line can't be divided.
        var turn = 0.0
        /// Lines that went to a higher priority while they waited for one.
        var passedOver = 0

        var mayTake: Bool { waiting > 0 && inUse < claim.limit ?? .max }
        /// What could be used now.
        var demand: Int { min(inUse + waiting, claim.limit ?? .max) }
    }

    private var users: [String: User] = [:]
    /// What campaigns may hold together; incoming calls and faxes have the rest to themselves.
    private let channels: Int
    private let patience: Int

    /// - Parameters:
    ///   - reserved: channels that campaigns never take.
    ///   - patience: how often a lower priority is passed over before a line is its own.
    package init(channels: Int, reserved: Int = 0, patience: Int = 20) {
        self.channels = max(0, channels - reserved)
        self.patience = max(1, patience)
    }

    /// Somebody waits for a line; what they claim holds from now on.
    package mutating func wait(_ claim: Claim) {
        adjust(claim)
        // Who comes back after a while has no old turns to make up for.
        if let user = users[claim.name], user.waiting == 0, user.inUse == 0 {
            let turns = users.values.filter { $0.waiting + $0.inUse > 0 }.map(\.turn)
            users[claim.name]?.turn = max(user.turn, turns.min() ?? 0)
        }
        users[claim.name]?.waiting += 1
    }

    /// Priority, share or limit have changed while they run.
    package mutating func adjust(_ claim: Claim) {
        users[claim.name, default: User(claim: claim)].claim = claim
    }

    /// Takes the next free line for whoever is to have it, if anybody is.
    ///
    /// - Parameter free: lines of the trunk that nobody uses.
    package mutating func takeNext(free: Int) -> String? {
        guard free > 0, let name = next(free: free), let winner = users[name] else { return nil }
        for (other, user) in users where user.mayTake && user.claim.priority > winner.claim.priority {
            users[other]?.passedOver += 1
        }
        users[name]?.inUse += 1
        users[name]?.waiting -= 1
        users[name]?.passedOver = 0
        users[name]?.turn += 1 / Double(winner.claim.share)
        return name
    }

    package mutating func giveBack(_ name: String) {
        guard let user = users[name] else { return }
        users[name]?.inUse = max(0, user.inUse - 1)
    }

    /// How many lines a claim could take now, after all who wait already.
    ///
    /// - Parameter free: lines of the trunk that nobody uses.
    package func room(for claim: Claim, free: Int) -> Int {
        let common = common(claim.priority, free: free)
        let own = (claim.limit ?? .max) - inUse(claim.name) - waiting(claim.name)
        return max(0, min(own, common - users.values.reduce(0) { $0 + $1.waiting }))
    }

    package func inUse(_ name: String) -> Int { users[name]?.inUse ?? 0 }

    package func waiting(_ name: String) -> Int { users[name]?.waiting ?? 0 }

    // MARK: The choice

    private var ofCampaigns: Int { users.values.filter { $0.claim.priority > 0 }.reduce(0) { $0 + $1.inUse } }

    /// Free lines that all of a priority may take together.
    private func common(_ priority: Int, free: Int) -> Int {
        priority == 0 ? free : min(free, channels - ofCampaigns)
    }

    private func next(free: Int) -> String? {
        let isFull = ofCampaigns >= channels
        let candidates = users.values.filter { $0.mayTake && ($0.claim.priority == 0 || !isFull) }
        let impatient = candidates.filter { $0.passedOver >= patience }
            .min { ($1.passedOver, $0.claim.name) < ($0.passedOver, $1.claim.name) }
        if let impatient { return impatient.claim.name }
        guard let priority = candidates.map(\.claim.priority).min() else { return nil }
        let level = users.values.filter { $0.claim.priority == priority && $0.demand > 0 }
        let lines = level.reduce(common(priority, free: free)) { $0 + $1.inUse }
        let shares = Self.fairShares(of: lines, level.map { ($0.demand, $0.claim.share) })
        let standings = zip(level, shares).filter(\.0.mayTake).map { user, share in
            Standing(name: user.claim.name, inUse: user.inUse, fairShare: share, turn: user.turn)
        }
        return standings.min(by: <)?.name
    }

    /// What each may have of `lines` by shares, none more than it can use; whole lines can't always be had.
    ///
    /// Whoever needs less than its part leaves the rest to the others, who deal it out by their shares again.
    static func fairShares(of lines: Int, _ users: [(demand: Int, share: Int)]) -> [Double] {
        var result = users.map { _ in 0.0 }
        var (left, open) = (Double(lines), Set(users.indices))
        while !open.isEmpty {
            let unit = left / Double(open.reduce(0) { $0 + users[$1].share })
            let content = open.filter { Double(users[$0].demand) <= unit * Double(users[$0].share) }
            if content.isEmpty {
                for index in open { result[index] = unit * Double(users[index].share) }
                break
            }
            for index in content {
                result[index] = Double(users[index].demand)
                left -= result[index]
            }
            open.subtract(content)
        }
        return result
    }

    /// Somebody who may take a line: first who lacks whole lines of its fair share, then who lacks a part of one, then
    /// the others; in each group whose turn it is.
    private struct Standing: Comparable {
        let name: String
        let inUse: Int
        let fairShare: Double
        let turn: Double

        private var group: Int {
            let whole = (fairShare + 1e-9).rounded(.down)
            if Double(inUse) < whole { return 0 }
            return Double(inUse) < fairShare - 1e-9 ? 1 : 2
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.group, left.turn, left.name) < (right.group, right.turn, right.name)
        }
    }
}
