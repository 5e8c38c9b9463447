import Foundation

@testable import Campaigns

/// Short ways to say what rules and facts a test is about.
enum RuleSamples {
    static let shanghai = CallPlace(clock: clock("Asia/Shanghai"), regions: [Region("CN")!])
    static let miami = CallPlace(clock: clock("America/New_York"), regions: [Region("US-FL")!])
    static let zones = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Shanghai"]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "rules")

    static func shipped(_ name: String) throws -> RuleSet {
        try RuleFile.read(folder.appending(path: "\(name).yml"))
    }

    static func clock(_ identifier: String) -> LocalClock { LocalClock(identifier)! }

    /// Such as `2026-11-20T22:30:00Z`.
    static func time(_ text: String) -> UTCTime { UTCTime(try! Date(text, strategy: .iso8601)) }

    static func region(_ code: String) -> Region { Region(code)! }

    static func engine(_ rules: Rule..., holidays: [Holiday] = []) -> RuleEngine {
        RuleEngine(rules: RuleSet(name: "test", title: "Test", rules: rules), holidays: HolidayCalendar(holidays))
    }

    static func rule(_ demand: Rule.Demand, for purposes: CallPurposes? = nil, in regions: [Region] = []) -> Rule {
        Rule(name: "rule", demand: demand, purposes: purposes, regions: regions, source: "a book")
    }

    static func calls(_ calls: (String, PastCall.Standing)..., purpose: CallPurpose = .dunning) -> CallHistory {
        CallHistory(calls.map { PastCall(time: time($0.0), standing: $0.1, purpose: purpose) })
    }
}

extension Verdict {
    /// As the tables of the tests write it: `allowed`, `never`, or the moment.
    var word: String {
        switch self {
        case .allowed: "allowed"
        case .never: "never"
        case .notNow(let until, _): until.date.ISO8601Format()
        }
    }
}
