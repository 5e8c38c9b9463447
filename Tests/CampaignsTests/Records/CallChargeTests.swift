import GRDB
import Testing

@testable import Campaigns

@Suite struct CallChargeTests {
    private static func rate(_ fen: Int64, _ first: Int64, _ then: Int64, prefix: String = "+86") -> CallRate {
        CallRate(prefix: prefix, name: "a", perMinute: Fen(fen), firstSeconds: first, thenSeconds: then)
    }

    @Test(
        arguments: [
            // fen a minute, first, then; talk in ms; seconds that are paid for, fen
            (15, 60, 60, 0, 60, 15), (15, 60, 60, 1, 60, 15), (15, 60, 60, 60_000, 60, 15),
            (15, 60, 60, 60_001, 120, 30),
            (15, 60, 60, 3_599_000, 3600, 900), (15, 60, 6, 61_000, 66, 17), (15, 60, 6, 66_000, 66, 17),
            (15, 60, 6, 66_001, 72, 18), (10, 1, 1, 20_500, 21, 4), (10, 1, 1, 2_000, 2, 0), (10, 1, 1, 3_000, 3, 1),
            (0, 60, 60, 100_000, 120, 0), (100, 180, 60, 5_000, 180, 300), (15, 60, 60, -5, 60, 15),
        ] as [(Int64, Int64, Int64, Int64, Int64, Int64)])
    func `a call pays its first period, then steps, to the nearest fen`(
        fen: Int64, first: Int64, then: Int64, talk: Int64, seconds: Int64, amount: Int64
    ) {
        let charge = CallCharge(Self.rate(fen, first, then), talk: .milliseconds(talk))
        #expect(charge.seconds == seconds && charge.amount == Fen(amount))
    }

    @Test func `a call that wasn't answered costs nothing`() {
        let charge = CallCharge(Self.rate(15, 60, 60), talk: nil)
        #expect(charge.seconds == 0 && charge.amount == Fen(0))
    }

    @Test func `the longest prefix counts`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            let found = try await database.commit { db in
                for (prefix, fen) in [("+", 300), ("+86", 20), ("+8620", 10), ("+862062100001", 0)] {
                    try Self.rate(Int64(fen), 60, 60, prefix: prefix).save(db)
                }
                try Self.rate(15, 60, 60, prefix: "+86").save(db)
                return try ["+8613800138000", "+862062100002", "+862062100001", "+442079460000"].map {
                    try CallRate.find(db, for: E164(text: $0)!)?.perMinute.count
                }
            }
            #expect(found == [15, 10, 0, 300])
        }
    }

    @Test func `without a rate there is none`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            #expect(try await database.read { try CallRate.find($0, for: Workplace.number(1)) } == nil)
        }
    }
}
