import Campaigns
import Foundation
import Testing

@Suite struct CampaignTimeTests {
    /// The field's complaint: a campaign that starts by the server's clock, hours off.
    @Test func `a campaign starts by the site's clock, whatever the machine's zone is`() async throws {
        let site = try TestSite()
        let file = "campaigns/arrears-postpaid.yml"
        let text = try String(contentsOfFile: site.path(file), encoding: .utf8)
        try site.write(text + "\nstarts: 2099-12-01T08:30\n", to: file)
        #expect(try await site.dialerd("campaign", "start", "arrears-postpaid").status == 0)
        let database = try DialerDatabase.openForReading(at: site.directory.appending(path: "dialer.sqlite"))
        let standing = try await ContactBook(database: database).standing("arrears-postpaid", now: .now)
        try await database.close()
        #expect(standing.state == .scheduled)
        // In Shanghai it is eight hours later than there.
        #expect(standing.startsAt?.date == ISO8601DateFormatter().date(from: "2099-12-01T00:30:00Z"))
    }
}
