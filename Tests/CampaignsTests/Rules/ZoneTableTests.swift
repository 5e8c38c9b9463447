import ConfigurationFile
import Foundation
import Testing

@testable import Campaigns

@Suite struct ZoneTableTests {
    private static let table = Result { try ZoneTable.read(RuleSamples.folder.appending(path: "zones.yml")) }

    @Test(arguments: [
        ("+8613912345678", "CN", "Asia/Shanghai"), ("+442071234567", "GB", "Europe/London"),
        ("+12125550100", "US-NY", "America/New_York"), ("+13055550100", "US-FL", "America/New_York"),
        ("+18505550100", "US-FL", "America/New_York America/Chicago"), ("+18085550100", "US-HI", "Pacific/Honolulu"),
        ("+16045550100", "CA-BC", "America/Vancouver"), ("+74951234567", "RU", "Europe/Moscow"),
        ("+77271234567", "KZ", "Asia/Almaty Asia/Aqtobe"), ("+97715551234", "NP", "Asia/Kathmandu"),
    ])
    func `the longest beginning says where a number is`(number: String, region: String, zones: String) throws {
        let place = try #require(try Self.table.get()[E164(text: number)!])
        #expect(place.regions.map(\.code).joined(separator: " ") == region)
        #expect(place.clocks.map(\.identifier).joined(separator: " ") == zones)
    }

    @Test func `every state has an area code`() throws {
        let states =
            "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY"
            + " NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
        let found = (200...999).compactMap { area in
            (try? Self.table.get()[E164(text: "+1\(area)5550100")!])?.regions.map(\.code)
        }
        let missing = states.split(separator: " ").filter { state in !found.contains { $0 == ["US-\(state)"] } }
        #expect(missing == [])
    }

    /// A number that rings free of charge may ring in Newfoundland or in Hawaii: both must be awake.
    @Test func `where the zone can't be told, a call is within hours in every one that is possible`() throws {
        let place = try #require(try Self.table.get()[E164(text: "+18005550100")!])
        let engine = RuleSamples.engine(RuleSamples.rule(.hours(WeekHours("08:00-21:00")!)))
        let facts = CallFacts(purpose: .dunning, place: place)
        // 08:00 on the Aleutians and Hawaii is 14:30 in St. John's, where it is 21:00 at half past midnight UTC.
        #expect(engine.verdict(facts, at: RuleSamples.time("2026-11-20T14:00:00Z")).word == "2026-11-20T18:00:00Z")
        #expect(engine.verdict(facts, at: RuleSamples.time("2026-11-21T00:29:00Z")).isAllowed)
        #expect(engine.verdict(facts, at: RuleSamples.time("2026-11-21T00:30:00Z")).word == "2026-11-21T18:00:00Z")
    }

    @Test func `the number's zone goes before the contact's, that before the table's, and the site's comes last`()
        throws
    {
        let table = try Self.table.get()
        let miami = E164(text: "+13055550100")!
        let (london, tokyo) = (RuleSamples.clock("Europe/London"), RuleSamples.clock("Asia/Tokyo"))
        func place(_ number: E164, _ hints: ZoneTable.Hints) -> String {
            let place = table.place(of: number, hints, site: RuleSamples.shanghai)
            return "\(place.regions.map(\.code)) \(place.clocks.map(\.identifier))"
        }
        #expect(place(miami, .init(numberZone: london, contactZone: tokyo)) == #"["US-FL"] ["Europe/London"]"#)
        #expect(
            place(miami, .init(contactZone: tokyo, contactRegion: Region("JP"))) == #"["JP"] ["Asia/Tokyo"]"#)
        #expect(place(miami, .init()) == #"["US-FL"] ["America/New_York"]"#)
        #expect(place(E164(text: "+6761234567")!, .init()) == #"["CN"] ["Asia/Shanghai"]"#)
    }

    @Test(arguments: [
        ("+1 305: US-FL America/Miami", "z.yml:1:9: “+1 305” is “US-FL America/Miami”, but must be"),
        ("+1 305: America/New_York", "z.yml:1:9: “+1 305” is “America/New_York”, but must be"),
        ("+1 305: US-FL", "z.yml:1:9: “+1 305” is “US-FL”, but must be"),
        ("1305: US-FL America/New_York", "z.yml:1:7: “1305” must be + and a country code"),
        ("+1 305: US America/New_York\n+1 212 305: US America/New_York", "z.yml:2:13: “+1305” stands there twice."),
    ])
    func `a fault is named with file, line, column and remedy`(text: String, complaint: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationNode.read(yaml: text, file: "z.yml", as: ZoneTable.table)
        }
        #expect(error?.description.contains(complaint) == true, "\(error?.description ?? "")")
    }
}
