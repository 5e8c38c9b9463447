import Foundation
import Testing

@testable import Campaigns

@Suite struct RulePropertyTests {
    static let seeds = Array(UInt64(0)..<600)

    @Test func `the engine and a slow checker written apart from it agree at every moment`() {
        var verdicts = [0, 0, 0]
        for seed in Self.seeds {
            var sample = RandomRules(seed: seed)
            let (engine, naive, now) = (sample.engine, sample.naive, sample.now)
            let verdict = engine.verdict(sample.facts, at: now)
            #expect(verdict.isAllowed == naive.allows(sample.facts, at: now, now: now), "seed \(seed)")
            switch verdict {
            case .allowed: verdicts[0] += 1
            case .notNow(let until, _):
                verdicts[1] += 1
                #expect(until > now)
                #expect(naive.allows(sample.facts, at: until, now: now), "not open at its until: seed \(seed)")
                let before = UTCTime(milliseconds: until.milliseconds - 1)
                #expect(!naive.allows(sample.facts, at: before, now: now), "open before its until: seed \(seed)")
                for _ in 0..<20 {
                    let moment = sample.moment(from: now, to: until)
                    #expect(!naive.allows(sample.facts, at: moment, now: now), "open earlier: seed \(seed)")
                }
            case .never:
                verdicts[2] += 1
                for _ in 0..<20 {
                    let moment = sample.moment(from: now, to: now + .seconds(30 * 86_400))
                    #expect(!naive.allows(sample.facts, at: moment, now: now), "open, though never: seed \(seed)")
                }
            }
        }
        // A sample that has only one kind of verdict would prove little.
        #expect(verdicts.allSatisfy { $0 > Self.seeds.count / 10 }, "\(verdicts)")
    }

    @Test func `at its until a verdict turns to allowed when nothing happened meanwhile`() {
        for seed in Self.seeds {
            let sample = RandomRules(seed: seed)
            guard case .notNow(let until, _) = sample.engine.verdict(sample.facts, at: sample.now) else { continue }
            // What ends by an event, not by a time, has ended.
            var facts = sample.facts
            (facts.isInDunning, facts.isNumberInUse) = (false, false)
            #expect(sample.engine.verdict(facts, at: until).isAllowed, "seed \(seed)")
        }
    }

    @Test func `one more past call never allows what was forbidden, nor brings it nearer`() {
        for seed in Self.seeds {
            var sample = RandomRules(seed: seed)
            let engine = sample.engine
            let before = engine.verdict(sample.facts, at: sample.now)
            for _ in 0..<3 { sample.call() }
            let after = engine.verdict(sample.facts, at: sample.now)
            switch (before, after) {
            case (.allowed, _), (.never, .never), (.notNow, .never): break
            case (.notNow(let earlier, _), .notNow(let later, _)): #expect(later >= earlier, "seed \(seed)")
            default: Issue.record("\(before.word) became \(after.word): seed \(seed)")
            }
        }
    }

    @Test func `what asks for nothing but patience names each rule once, and when each is over`() {
        for seed in Self.seeds {
            let sample = RandomRules(seed: seed)
            guard case .notNow(let until, let reasons) = sample.engine.verdict(sample.facts, at: sample.now) else {
                continue
            }
            #expect(Set(reasons.map(\.rule.name)).count == reasons.count)
            #expect(reasons.allSatisfy { $0.until.map { $0 > sample.now && $0 <= until } == true }, "seed \(seed)")
        }
    }
}
