import Campaigns

extension DaemonConfiguration {
    /// The keys of the file, by group.
    ///
    /// The readers refuse every other, and a test holds `docs/configuration.md` against them.
    enum Keys {
        static let root = [
            "site", "trunk", "sip", "media", "enquiry", "billing", "database", "records", "campaigns", "rules",
            "prompts", "fax", "agents", "results", "console",
        ]
        static let site = [
            "name", "region", "area-code", "time-zone", "service-number", "ways-to-pay", "payment-address",
        ]
        static let waysToPay = CustomerLanguage.allCases.map(\.rawValue)
        static let trunk = [
            "name", "host", "port", "user", "password", "password-file", "channels", "reserved",
            "calls-per-second", "number-format", "country-code", "national-prefix",
        ]
        static let sip = ["host", "port"]
        static let media = ["first-port", "last-port", "threads"]
        static let enquiry = ["number", "tries-before-lock", "lock", "clerks"]
        static let agents = ["file", "caller-id", "recordings", "keep-recordings"]
        static let billing = ["file", "queries", "lists"]
        static let queries = BillingQueries.Name.allCases.map(\.rawValue)
        static let records = ["key-file", "anchor-file"]
        static let rules = ["set", "folder"]
        static let fax = ["spool", "station", "lines", "legs-per-worker", "retry"]
        static let faxResults = RetryPolicy.Result.ofFaxes
        static let results = ["file", "every", "full-numbers"]
        static let console = ["address", "port", "password-age"]

        /// Every key with the groups that lead to it, such as `trunk.host`.
        static var all: [String] {
            let groups = [
                ("", root), ("site.", site), ("site.ways-to-pay.", waysToPay), ("trunk.", trunk), ("sip.", sip),
                ("media.", media), ("enquiry.", enquiry), ("billing.", billing), ("billing.queries.", queries),
                ("records.", records),
                ("rules.", rules), ("fax.", fax), ("fax.retry.", ["tries"] + faxResults.map(\.spelling)),
                ("agents.", agents), ("results.", results), ("console.", console),
            ]
            return groups.flatMap { group, keys in keys.map { group + $0 } }
        }
    }
}
