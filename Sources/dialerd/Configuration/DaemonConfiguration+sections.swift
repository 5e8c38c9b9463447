import Campaigns
import ConfigurationFile
import Console
import Dialer
import Foundation
import Telephony

extension DaemonConfiguration {
    static func site(_ node: ConfigurationNode) throws -> Site {
        let keys = try node.mapping(known: [
            "name", "region", "area-code", "time-zone", "service-number", "ways-to-pay", "payment-address",
        ])
        let zoneNode = try keys.required("time-zone")
        guard let zone = TimeZone(identifier: try zoneNode.text()) else {
            throw zoneNode.complaint("is no time zone; write one as in Asia/Shanghai.")
        }
        var ways: [CustomerLanguage: [String]] = [:]
        if let node = keys["ways-to-pay"] {
            let languages = try node.mapping(known: CustomerLanguage.allCases.map(\.rawValue))
            for language in CustomerLanguage.allCases {
                ways[language] = try languages[language.rawValue]?.elements().map { try $0.text() }
            }
        }
        return Site(
            operatorName: try keys.required("name").text(),
            zone: zone,
            plan: NumberingPlan(region: try keys["region"]?.text() ?? "CN", areaCode: try keys["area-code"]?.text()),
            serviceNumber: try keys.required("service-number").text(),
            waysToPay: ways,
            paymentAddress: try keys["payment-address"]?.text() ?? "account={account};amount={amount}"
        )
    }

    static func trunk(_ node: ConfigurationNode) throws -> Trunk {
        let keys = try node.mapping(known: [
            "name", "host", "port", "user", "password", "password-file", "channels", "calls-per-second",
        ])
        var credentials: SIPCredentials?
        if let user = try keys["user"]?.text() {
            credentials = SIPCredentials(username: user, password: try secret("password", in: keys, of: node))
        }
        return Trunk(
            name: try keys["name"]?.text() ?? "carrier",
            host: try keys.required("host").text(),
            port: try keys["port"]?.number(in: 1...65_535) ?? 5060,
            credentials: credentials,
            channels: try keys["channels"]?.number(in: 1...10_000) ?? 90,
            callsPerSecond: Double(try keys["calls-per-second"]?.number(in: 1...1_000) ?? 10)
        )
    }

    /// A secret comes from a file of its own or from the environment (`$NAME`), so that this file can be shown around.
    private static func secret(
        _ key: String, in keys: ConfigurationMapping, of node: ConfigurationNode
    ) throws -> String {
        if let file = keys["\(key)-file"] {
            guard let text = try? String(contentsOf: file.url(), encoding: .utf8) else {
                throw file.complaint("names a file that can't be read.")
            }
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let value = keys[key] else { throw node.complaint("needs the key '\(key)-file' beside 'user'.") }
        let text = try value.text()
        guard text.hasPrefix("$"), let secret = ProcessInfo.processInfo.environment[String(text.dropFirst())] else {
            throw value.complaint("must name an environment variable that is set, such as $TRUNK_PASSWORD; or use '\(key)-file'.")
        }
        return secret
    }

    static func sip(_ node: ConfigurationNode?) throws -> SIPEndpoint.Configuration {
        let keys = try node?.mapping(known: ["host", "port"])
        return SIPEndpoint.Configuration(
            host: try keys?["host"]?.text() ?? "127.0.0.1",
            port: try keys?["port"]?.number(in: 1...65_535) ?? 5060)
    }

    static func media(_ node: ConfigurationNode?) throws -> (ClosedRange<UInt16>, Int) {
        let keys = try node?.mapping(known: ["first-port", "last-port", "threads"])
        let first: UInt16 = try keys?["first-port"]?.number(in: 1_024...65_000) ?? 20_000
        let last: UInt16 = try keys?["last-port"]?.number(in: (first + 2)...65_535) ?? (first + 1_999)
        return (first...last, try keys?["threads"]?.number(in: 1...64) ?? 2)
    }

    static func enquiry(_ node: ConfigurationNode) throws -> (String, EnquiryPasswords.Policy) {
        let keys = try node.mapping(known: ["number", "tries-before-lock", "lock"])
        var policy = EnquiryPasswords.Policy()
        policy.triesBeforeLock = try keys["tries-before-lock"]?.number(in: 2...100) ?? policy.triesBeforeLock
        policy.lock = try keys["lock"]?.duration() ?? policy.lock
        return (try keys.required("number").text(), policy)
    }

    static func billing(_ node: ConfigurationNode) throws -> (URL, BillingQueries) {
        let keys = try node.mapping(known: ["file", "queries"])
        var replacements: [BillingQueries.Name: String] = [:]
        let queries = try keys["queries"]?.mapping(known: BillingQueries.Name.allCases.map(\.rawValue))
        for name in BillingQueries.Name.allCases { replacements[name] = try queries?[name.rawValue]?.text() }
        return (try keys.required("file").url(), BillingQueries(replacements: replacements))
    }

    static func fax(_ node: ConfigurationNode?, directory: URL, station: String) throws -> FaxSettings {
        let keys = try node?.mapping(known: ["spool", "station", "lines", "legs-per-worker", "retry"])
        return FaxSettings(
            spool: try keys?["spool"]?.url() ?? directory.appending(path: "faxes", directoryHint: .isDirectory),
            station: try keys?["station"]?.text() ?? station,
            lines: try keys?["lines"]?.number(in: 1...1_000) ?? 10,
            legsPerWorker: try keys?["legs-per-worker"]?.number(in: 1...50) ?? 4,
            retry: try keys?["retry"].map { try retry($0, base: .faxDefault) } ?? .faxDefault
        )
    }

    /// `budget`, and by result `wait` and `limit`; what is not named stays as it is by default.
    private static func retry(_ node: ConfigurationNode, base: RetryPolicy) throws -> RetryPolicy {
        let keys = try node.mapping(known: ["budget"] + RetryPolicy.Result.allCases.map(\.rawValue))
        var rules = base.rules
        for result in RetryPolicy.Result.allCases {
            guard let rule = try keys[result.rawValue]?.mapping(known: ["wait", "limit"]) else { continue }
            rules[result] = RetryPolicy.Rule(
                wait: try rule.required("wait").duration(), limit: try rule.required("limit").number(in: 0...1_000))
        }
        return RetryPolicy(budget: try keys["budget"]?.number(in: 1...100) ?? base.budget, rules: rules)
    }

    static func console(_ node: ConfigurationNode?) throws -> ConsoleConfiguration? {
        guard let node else { return nil }
        let keys = try node.mapping(known: ["address", "port"])
        return ConsoleConfiguration(
            address: try keys["address"]?.text() ?? "127.0.0.1", port: try keys["port"]?.number(in: 0...65_535) ?? 8170)
    }
}
