import Campaigns
import ConfigurationFile
import Console
import Dialer
import Foundation
import Telephony

/// The configuration file of `dialerd serve`; every key is described in `docs/configuration.md`.
struct DaemonConfiguration {
    var site: Site
    var trunk: Trunk
    var sip: SIPEndpoint.Configuration
    var mediaPorts: ClosedRange<UInt16>
    var mediaThreads: Int
    var enquiryNumber: String
    var passwordPolicy: EnquiryPasswords.Policy
    var billing: URL
    var queries: BillingQueries
    var database: URL
    var campaigns: URL
    var prompts: URL
    var fax: FaxSettings
    var console: ConsoleConfiguration?

    /// How faxes go out.
    struct FaxSettings {
        /// Directory of the documents that wait and were sent.
        var spool: URL
        /// The station identity that the far machine shows.
        var station: String
        /// Fax calls at once.
        var lines: Int
        /// Fax calls in one worker process.
        var legsPerWorker: Int
        var retry: RetryPolicy
    }

    init(file url: URL) throws {
        let root = try ConfigurationNode(file: url)
        let keys = try root.mapping(known: [
            "site", "trunk", "sip", "media", "enquiry", "billing", "database", "campaigns", "prompts", "fax", "console",
        ])
        site = try Self.site(try keys.required("site"))
        trunk = try Self.trunk(try keys.required("trunk"))
        sip = try Self.sip(keys["sip"])
        (mediaPorts, mediaThreads) = try Self.media(keys["media"])
        (enquiryNumber, passwordPolicy) = try Self.enquiry(try keys.required("enquiry"))
        (billing, queries) = try Self.billing(try keys.required("billing"))
        let directory = root.directory
        database = try keys["database"]?.url() ?? directory.appending(path: "dialer.sqlite")
        campaigns = try keys["campaigns"]?.url() ?? directory.appending(path: "campaigns")
        prompts = try keys["prompts"]?.url() ?? directory.appending(path: "prompts")
        fax = try Self.fax(keys["fax"], directory: directory, station: site.serviceNumber)
        console = try Self.console(keys["console"])
    }
}
