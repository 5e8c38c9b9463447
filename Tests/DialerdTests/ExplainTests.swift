import Campaigns
import Foundation
import Testing

@testable import dialerd

@Suite struct ExplainTests {
    private func siteWithContacts() async throws -> TestSite {
        let site = try TestSite()
        let run = try await site.dialerd("campaign", "start", "arrears-postpaid")
        try #require(run.status == 0, "\(run)")
        return site
    }

    @Test func `a contact is explained by its number in the books, its account, and its telephone`() async throws {
        let site = try await siteWithContacts()
        let byID = try await site.dialerd("explain", "1", "--at", "2030-11-20T12:00:00+08:00")
        let account = SampleBilling.account(0)
        let first = "Contact 1 of campaign “arrears-postpaid”, account \(account), "
        #expect(byID.status == 0 && byID.output.hasPrefix(first), "\(byID)")
        #expect(byID.output.contains("It was never called."))
        #expect(!byID.output.contains("0000\(0)\n") || !byID.output.contains("+8620"), "numbers are masked")
        let byAccount = try await site.dialerd("explain", account, "--at", "2030-11-20T12:00:00+08:00")
        #expect(byAccount.output == byID.output)
        let byNumber = try await site.dialerd("explain", "02062100000", "--at", "2030-11-20T12:00:00+08:00")
        #expect(byNumber.output.hasPrefix("The number …0000, as to a dunning call:\nThe call is allowed now."))
        #expect(byNumber.output.hasSuffix(byID.output))
    }

    @Test func `at night it says until when, and scripts can read it`() async throws {
        let site = try await siteWithContacts()
        let run = try await site.dialerd("explain", "1", "--at", "2030-11-20T23:00:00+08:00", "--json")
        #expect(run.status == 0)
        #expect(run.output.contains(#""mayBeCalledNow":false,"nextAt":"2030-11-21T00:30:00Z""#), "\(run)")
    }

    @Test func `what is neither is refused with a sentence`() async throws {
        let site = try await siteWithContacts()
        let nobody = try await site.dialerd("explain", "nobody")
        #expect(nobody.status == 1)
        #expect(
            nobody.errors == ["dialerd: “nobody” is no contact, no account with contacts, and no telephone number."])
        let time = try await site.dialerd("explain", "1", "--at", "noon")
        #expect(time.errors == ["dialerd: “noon” is no moment; write it as 2026-11-20T22:30:00+08:00."])
    }

    @Test func `validating a campaign shows what its retries come to`() async throws {
        let run = try await TestSite().dialerd("campaign", "validate", "arrears-postpaid")
        #expect(run.output.contains("  busy: 2 × again after 15 minutes, then it is over: busy 3 times.\n"), "\(run)")
        #expect(run.output.contains("4 tries in all that count for each stage, whatever they come to:"))
    }
}
