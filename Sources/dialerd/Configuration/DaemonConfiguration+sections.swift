import Campaigns
import ConfigurationFile
import Console
import Dialer
import Foundation
import Telephony

extension DaemonConfiguration {
    static func site(_ node: ConfigurationNode) -> Site? {
        node.expectKeys(Keys.site)
        let name = node["name"].text()
        let zone = node["time-zone"].timeZone()
        let number = node["service-number"].telephoneNumber()
        let region = node.optional("region")?.matching(/[A-Z]{2}/, "a country in two letters, such as CN") ?? "CN"
        let areaCode = node.optional("area-code")?.matching(/[0-9]{1,6}/, "an area code without its 0, such as \"21\"")
        var ways: [CustomerLanguage: [String]] = [:]
        if let languages = node.optional("ways-to-pay") {
            languages.expectKeys(Keys.waysToPay)
            for language in CustomerLanguage.allCases {
                ways[language] = languages.optional(language.rawValue)?.list()?.compactMap { $0.text() }
            }
        }
        let payment = node.optional("payment-address")?.text() ?? "account={account};amount={amount}"
        guard let name, let zone, let number else { return nil }
        return Site(
            operatorName: name,
            zone: zone,
            plan: NumberingPlan(region: region, areaCode: areaCode),
            serviceNumber: number,
            waysToPay: ways,
            paymentAddress: payment
        )
    }

    static func trunk(_ node: ConfigurationNode) -> Trunk? {
        node.expectKeys(Keys.trunk)
        let name = node.optional("name")?.text() ?? "carrier"
        let host = node["host"].text()
        let port: UInt16 = node.optional("port")?.number(in: 1...65_535) ?? 5060
        let credentials = credentials(node)
        let channels = node.optional("channels")?.number(in: 1...10_000) ?? 90
        // Who rings us finds a channel, also while campaigns use all that they may.
        let reserved = node.optional("reserved")?.number(in: 0...(channels - 1)) ?? channels / 10
        let rate = node.optional("calls-per-second")?.number(in: 1...1_000) ?? 10
        let format = node.optional("number-format")?.choice(of: Trunk.NumberFormat.self) ?? .e164WithPlus
        let country = node.optional("country-code")?.matching(/[1-9][0-9]{0,2}/, "a country code such as 86") ?? "86"
        let prefix = node.optional("national-prefix")?.matching(/[0-9]{1,3}/, "1 to 3 digits such as \"0\"") ?? "0"
        return host.map {
            Trunk(
                name: name, host: $0, port: port, credentials: credentials, channels: channels,
                reserved: reserved, callsPerSecond: Double(rate), numberFormat: format, countryCode: country,
                nationalPrefix: prefix)
        }
    }

    /// The password comes from a file of its own or from the environment (`$NAME`), so that this file can be shown
    /// around.
    private static func credentials(_ trunk: ConfigurationNode) -> SIPCredentials? {
        let (file, variable) = (trunk.optional("password-file"), trunk.optional("password"))
        guard let user = trunk.optional("user") else {
            (file ?? variable)?.refuse("The trunk has a password but no “user”. Add “user”, or remove the password.")
            return nil
        }
        guard (file == nil) != (variable == nil) else {
            user.refuse("“trunk.user” needs just one of “password-file” and “password” beside it.")
            return nil
        }
        let password = file?.textOfFile() ?? variable?.secretOfEnvironment()
        guard let name = user.text(), let password else { return nil }
        return SIPCredentials(username: name, password: password)
    }

    static func sip(_ node: ConfigurationNode?) -> SIPEndpoint.Configuration? {
        node?.expectKeys(Keys.sip)
        return SIPEndpoint.Configuration(
            host: node?.optional("host")?.address() ?? "127.0.0.1",
            port: node?.optional("port")?.number(in: 1...65_535) ?? 5060
        )
    }

    static func media(_ node: ConfigurationNode?) -> MediaSettings? {
        node?.expectKeys(Keys.media)
        let first: UInt16 = node?.optional("first-port")?.number(in: 1_024...65_000) ?? 20_000
        let last: UInt16 = node?.optional("last-port")?.number(in: (first + 2)...65_535) ?? min(first + 1_999, 65_535)
        return MediaSettings(ports: first...last, threads: node?.optional("threads")?.number(in: 1...64) ?? 2)
    }

    static func enquiry(_ node: ConfigurationNode) -> EnquirySettings? {
        node.expectKeys(Keys.enquiry)
        var policy = EnquiryPasswords.Policy()
        policy.triesBeforeLock = node.optional("tries-before-lock")?.number(in: 2...100) ?? policy.triesBeforeLock
        policy.lock = node.optional("lock")?.duration(in: .seconds(1) ... .seconds(30 * 86_400)) ?? policy.lock
        let clerks = node.optional("clerks")?.text()
        return node["number"].telephoneNumber().map {
            EnquirySettings(number: $0, passwords: policy, clerks: clerks)
        }
    }

    static func agents(_ node: ConfigurationNode, serviceNumber: String?) -> AgentSettings? {
        node.expectKeys(Keys.agents)
        let callerID = node.optional("caller-id")?.telephoneNumber() ?? serviceNumber
        let recordings = node.optional("recordings")?.url()
        let keeps = node.optional("keep-recordings")?.duration(in: .seconds(86_400) ... .seconds(4_000 * 86_400))
        guard let file = node["file"].url(), let callerID else { return nil }
        return AgentSettings(
            file: file, callerID: callerID, recordings: recordings,
            keepsRecordings: keeps ?? .seconds(180 * 86_400))
    }

    static func billing(_ node: ConfigurationNode) -> BillingSettings? {
        node.expectKeys(Keys.billing)
        var replacements: [BillingQueries.Name: String] = [:]
        if let queries = node.optional("queries") {
            queries.expectKeys(Keys.queries)
            for name in BillingQueries.Name.allCases { replacements[name] = queries.optional(name.rawValue)?.text() }
        }
        let lists = node.optional("lists").map(Self.lists) ?? [:]
        return node["file"].url().map {
            BillingSettings(file: $0, queries: BillingQueries(replacements: replacements, lists: lists))
        }
    }

    /// A site's lists by the names that campaign files give.
    private static func lists(_ node: ConfigurationNode) -> [String: String] {
        var lists: [String: String] = [:]
        for (name, value) in node.entries() ?? [] {
            guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil else {
                value.refuse(
                    "A list's name must be small letters, digits and hyphens, at most 63; rename “\(name.prefix(80))”.")
                continue
            }
            lists[name] = value.text()
        }
        return lists
    }

    static func records(_ node: ConfigurationNode?, beside database: URL) -> RecordSettings {
        node?.expectKeys(Keys.records)
        let directory = database.deletingLastPathComponent()
        return RecordSettings(
            key: RecordKeyFile(node?.optional("key-file")?.url() ?? directory.appending(path: "records.key")),
            anchors: AnchorFile(node?.optional("anchor-file")?.url() ?? directory.appending(path: "records.anchors"))
        )
    }

    /// - Parameter site: decides the usual set.
    static func rules(_ node: ConfigurationNode?, site: Site?, directory: URL) -> RuleSettings? {
        node?.expectKeys(Keys.rules)
        let usual =
            switch site?.plan.region {
            case "CN": "china"
            case "US": "united-states"
            case "GB": "united-kingdom"
            default: "none"
            }
        return RuleSettings(
            set: node?.optional("set")?.matching(/[a-z0-9][a-z0-9-]{0,62}/, "the name of a rule set, such as china")
                ?? usual,
            folder: node?.optional("folder")?.url() ?? directory.appending(path: "rules", directoryHint: .isDirectory)
        )
    }

    static func fax(_ node: ConfigurationNode?, directory: URL) -> FaxSettings? {
        node?.expectKeys(Keys.fax)
        return FaxSettings(
            spool: node?.optional("spool")?.url() ?? directory.appending(path: "faxes", directoryHint: .isDirectory),
            // T.30 §5.3.6.2.4: twenty characters, of which we send digits, + and spaces.
            station: node?.optional("station")?.matching(/[0-9+ ]{1,20}/, "up to 20 digits, spaces and +") ?? "",
            lines: node?.optional("lines")?.number(in: 1...1_000) ?? 10,
            legsPerWorker: node?.optional("legs-per-worker")?.number(in: 1...50) ?? 4,
            retry: node?.optional("retry")?.retryPolicy(over: .faxDefault, Keys.faxResults) ?? .faxDefault
        )
    }

    static func results(_ node: ConfigurationNode) -> ResultSettings? {
        node.expectKeys(Keys.results)
        let every = node.optional("every")?.duration(in: .seconds(60) ... .seconds(400 * 86_400)) ?? .seconds(3_600)
        let showsFullNumbers = node.optional("full-numbers")?.truth() ?? false
        return node["file"].url().map { ResultSettings(file: $0, every: every, showsFullNumbers: showsFullNumbers) }
    }

    static func console(_ node: ConfigurationNode) -> ConsoleConfiguration? {
        node.expectKeys(Keys.console)
        return ConsoleConfiguration(
            address: node.optional("address")?.address() ?? "127.0.0.1",
            port: node.optional("port")?.number(in: 0...65_535) ?? 8170,
            passwordAge: node.optional("password-age")?.duration(in: .seconds(86_400) ... .seconds(4_000 * 86_400))
        )
    }
}

extension ConfigurationNode {
    fileprivate func matching(_ pattern: Regex<Substring>, _ expected: String) -> String? {
        guard let text = text() else { return nil }
        return text.wholeMatch(of: pattern) == nil ? mustBe(expected) : text
    }

    fileprivate func telephoneNumber() -> String? {
        matching(/\+?[0-9]{2,15}/, "a telephone number of 2 to 15 digits, in quotes where it begins with 0")
    }

    fileprivate func address() -> String? {
        guard let text = text() else { return nil }
        var address = in_addr()
        guard inet_pton(AF_INET, text, &address) == 1 else {
            return mustBe("an IPv4 address of this machine, such as 127.0.0.1")
        }
        return text
    }

    /// The value is never repeated in a complaint: somebody may have written the secret itself.
    fileprivate func secretOfEnvironment() -> String? {
        guard let word, word.hasPrefix("$"), let secret = ProcessInfo.processInfo.environment[String(word.dropFirst())]
        else {
            refuse(
                "\(name) must name an environment variable that is set, such as $TRUNK_PASSWORD. "
                    + "Or put the password into a file and name that in “password-file”."
            )
            return nil
        }
        return secret
    }
}
