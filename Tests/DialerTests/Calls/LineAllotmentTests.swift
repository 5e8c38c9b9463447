import Campaigns
import Testing

@testable import Dialer

@Suite struct LineAllotmentTests {
    private typealias Claim = LineAllotment.Claim

    /// Who has how many lines after everybody asked for more than there are; `name priority share limit waiting`.
    static let table: [(channels: Int, claims: [(String, Int, Int, Int, Int)], expected: [Int])] = [
        (10, [("a", 5, 1, 99, 50), ("b", 5, 1, 99, 50)], [5, 5]),
        (12, [("a", 5, 1, 99, 50), ("b", 5, 3, 99, 50)], [3, 9]),
        // What one can't use goes to the others.
        (12, [("a", 5, 1, 99, 50), ("b", 5, 3, 4, 50)], [8, 4]),
        (12, [("a", 5, 1, 99, 2), ("b", 5, 1, 99, 50), ("c", 5, 1, 99, 50)], [2, 5, 5]),
        (90, [("a", 5, 1, 30, 50), ("b", 5, 1, 30, 50)], [30, 30]),
        // The higher priority first, within its lines.
        (10, [("a", 1, 1, 6, 50), ("b", 5, 1, 99, 50)], [6, 4]),
        (10, [("a", 1, 1, 99, 50), ("b", 5, 9, 99, 50)], [10, 0]),
        (0, [("a", 5, 1, 99, 50)], [0]),
    ]

    @Test(arguments: table)
    func `free lines are dealt out by priority, share and limit`(
        row: (channels: Int, claims: [(String, Int, Int, Int, Int)], expected: [Int])
    ) {
        var allotment = LineAllotment(channels: row.channels)
        for (name, priority, share, limit, waiting) in row.claims {
            let claim = Claim(name, priority: priority, share: share, limit: limit)
            for _ in 0..<waiting { allotment.wait(claim) }
        }
        var free = row.channels
        while allotment.takeNext(free: free) != nil { free -= 1 }
        #expect(row.claims.map { allotment.inUse($0.0) } == row.expected)
    }

    @Test func `campaigns leave the reserve alone, and faxes may use it`() {
        var allotment = LineAllotment(channels: 10, reserved: 2)
        for _ in 0..<20 { allotment.wait(Claim("a", priority: 5)) }
        var free = 10
        while allotment.takeNext(free: free) != nil { free -= 1 }
        #expect(allotment.inUse("a") == 8)
        for _ in 0..<20 { allotment.wait(.faxes) }
        while allotment.takeNext(free: free) != nil { free -= 1 }
        #expect(allotment.inUse("a") == 8 && allotment.inUse(Claim.faxes.name) == 2)
    }

    @Test func `the room for a claim is what its limit, the reserve and those who wait leave`() {
        var allotment = LineAllotment(channels: 10, reserved: 2)
        let (a, b) = (Claim("a", priority: 5, limit: 6), Claim("b", priority: 5))
        #expect(allotment.room(for: a, free: 10) == 6 && allotment.room(for: b, free: 10) == 8)
        for _ in 0..<4 { allotment.wait(a) }
        #expect(allotment.room(for: a, free: 10) == 2 && allotment.room(for: b, free: 10) == 4)
        for free in [10, 9, 8, 7] { _ = allotment.takeNext(free: free) }
        #expect(allotment.room(for: a, free: 6) == 2 && allotment.room(for: b, free: 6) == 4)
        #expect(allotment.room(for: Claim("faxes", priority: 0), free: 6) == 6)
        #expect(allotment.room(for: b, free: 1) == 1 && allotment.room(for: b, free: 0) == 0)
    }

    @Test func `what is changed while it runs holds for the next line`() {
        var allotment = LineAllotment(channels: 10)
        for _ in 0..<20 { allotment.wait(Claim("a", priority: 5, limit: 3)) }
        var free = 10
        while allotment.takeNext(free: free) != nil { free -= 1 }
        #expect(allotment.inUse("a") == 3)
        allotment.adjust(Claim("a", priority: 5, limit: 5))
        while allotment.takeNext(free: free) != nil { free -= 1 }
        #expect(allotment.inUse("a") == 5)
    }

    /// Lines over time where everybody always waits and a call ends at random, for lines few and many.
    @Test(arguments: [1, 2, 3, 5, 10, 31], [[1, 3], [1, 1, 2], [5, 1, 1, 1]])
    func `shares converge to their weights`(channels: Int, shares: [Int]) async {
        var model = Model(channels: channels, seed: UInt64(channels))
        model.claims = shares.enumerated().map { Claim("c\($0.offset)", priority: 5, share: $0.element) }
        let turns = 20_000
        await model.run(turns, waiting: 1.0)
        let total = shares.reduce(0, +)
        for (index, share) in shares.enumerated() {
            let mean = Double(model.lineTurns["c\(index)"] ?? 0) / Double(turns)
            let fair = Double(channels) * Double(share) / Double(total)
            #expect(abs(mean - fair) < 0.06 * Double(channels), "\(shares) on \(channels): \(mean), not \(fair)")
        }
    }

    @Test(arguments: 0..<50)
    func `nobody has more than its limit, no line idles that somebody could use, and nobody waits for ever`(
        seed: UInt64
    ) async {
        var model = Model(channels: Int(seed % 7) + 1, seed: seed)
        model.reserved = Int(seed % 3)
        model.claims = (0..<(2 + Int(seed % 4))).map { index in
            Claim(
                "c\(index)", priority: 1 + (index * 3 + Int(seed)) % 4, share: 1 + index,
                limit: 1 + (index + Int(seed)) % 5)
        }
        await model.run(3_000, waiting: 0.7)
        #expect(model.faults == [])
        // Each priority is passed over twenty times before its turn, and others may be before it in that.
        #expect(model.longestWait <= 21 * model.claims.count, "\(model.longestWait) lines went to others")
    }
}

/// Calls that come and go by lot over one allotment.
private struct Model {
    var claims: [LineAllotment.Claim] = []
    var reserved = 0 { didSet { allotment = LineAllotment(channels: channels, reserved: reserved) } }
    let channels: Int
    var allotment: LineAllotment
    var random: SplitMix64
    var up: [String] = []
    var lineTurns: [String: Int] = [:]
    var passed: [String: Int] = [:]
    var longestWait = 0
    var faults: Set<String> = []

    init(channels: Int, seed: UInt64) {
        self.channels = channels
        allotment = LineAllotment(channels: channels)
        random = SplitMix64(seed: seed)
    }

    /// Calls in real time are tested beside this, and must not wait for all of it.
    mutating func run(_ turns: Int, waiting probability: Double) async {
        for count in 0..<turns {
            turn(waiting: probability)
            if count.isMultiple(of: 50) { await Task.yield() }
        }
    }

    private mutating func turn(waiting probability: Double) {
        for claim in claims where allotment.waiting(claim.name) < 3 {
            if Double.random(in: 0..<1, using: &random) < probability { allotment.wait(claim) }
        }
        if !up.isEmpty { allotment.giveBack(up.remove(at: Int.random(in: 0..<up.count, using: &random))) }
        while let name = allotment.takeNext(free: channels - up.count) {
            up.append(name)
            passed[name] = 0
            for claim in claims where claim.name != name && isAble(claim) { passed[claim.name, default: 0] += 1 }
        }
        for claim in claims {
            let inUse = allotment.inUse(claim.name)
            lineTurns[claim.name, default: 0] += inUse
            if inUse > claim.limit ?? .max { faults.insert("\(claim.name) is over its limit") }
            if up.count < channels - reserved, isAble(claim) { faults.insert("a line idles") }
            if !isAble(claim) { passed[claim.name] = 0 }
        }
        if up.count > max(0, channels - reserved) { faults.insert("the reserve is in use") }
        longestWait = max(longestWait, passed.values.max() ?? 0)
    }

    private func isAble(_ claim: LineAllotment.Claim) -> Bool {
        allotment.waiting(claim.name) > 0 && allotment.inUse(claim.name) < claim.limit ?? .max
    }
}
