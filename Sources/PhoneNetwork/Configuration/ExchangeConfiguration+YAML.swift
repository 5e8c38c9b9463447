package import ConfigurationFile
package import Foundation
import Telephony

extension ExchangeConfiguration {
    /// Reads an exchange file, as `docs/exchange.md` describes it.
    ///
    /// Relative paths in it start at the file's own folder.
    ///
    /// Throws: every fault of the file, with its place and what to write instead.
    package static func read(_ file: URL) throws(ConfigurationError) -> ExchangeConfiguration {
        try ConfigurationNode.read(file, as: Self.init)
    }

    init(_ root: ConfigurationNode) {
        self.init()
        root.expectKeys([
            "listen", "media", "realm", "users", "log", "faxes", "limits", "dialer", "subscribers", "callers",
        ])
        if let listen = root.optional("listen") {
            listen.expectKeys(["host", "port"])
            host = listen.optional("host").flatMap(Self.loopback) ?? host
            port = listen.optional("port")?.number(in: 0...65_535) ?? port
        }
        mediaPorts = root.optional("media").flatMap(Self.mediaPorts) ?? mediaPorts
        realm = root.optional("realm")?.text() ?? realm
        users = root.optional("users")?.list()?.compactMap(Self.user) ?? []
        logPath = root.optional("log")?.url()?.path
        faxFolder = root.optional("faxes")?.url()?.path
        if let limits = root.optional("limits") {
            limits.expectKeys(["calls", "call-duration", "silence"])
            maximumCalls = limits.optional("calls")?.number(in: 1...10_000) ?? maximumCalls
            longestSilence =
                limits.optional("silence")?.duration(in: .seconds(1) ... .seconds(3_600)) ?? longestSilence
            maximumCallDuration = limits.optional("call-duration")?.duration() ?? maximumCallDuration
        }
        dialer = root.optional("dialer").flatMap(Self.dialer)
        plan = NumberPlan(root.optional("subscribers")?.list()?.compactMap(BehaviourReader.line) ?? [])
        callers = root.optional("callers")?.list()?.compactMap(BehaviourReader.caller) ?? []
        if !callers.isEmpty, !root["dialer"].isPresent {
            root["callers"].refuse(
                "“callers” call the dialer, but the file does not say where it listens. Add “dialer: {port: …}”."
            )
        }
    }

    private static func mediaPorts(_ media: ConfigurationNode) -> ClosedRange<UInt16>? {
        media.expectKeys(["first-port", "last-port"])
        guard let first: UInt16 = media["first-port"].number(in: 1_024...65_534),
            let last: UInt16 = media["last-port"].number(in: 1_025...65_535)
        else { return nil }
        guard first < last else { return media["last-port"].mustBe("above “media.first-port”, which is \(first)") }
        return first...last
    }

    /// Invented subscribers and a log with numbers and keys in full have no place on a real network.
    private static func loopback(_ node: ConfigurationNode) -> String? {
        guard let host = node.text() else { return nil }
        guard host.hasPrefix("127."), MediaAddress(host: host, port: 0) != nil else {
            return node.mustBe("a loopback address such as 127.0.0.1: the exchange serves this machine only")
        }
        return host
    }

    private static func dialer(_ dialer: ConfigurationNode) -> DialerAddress? {
        dialer.expectKeys(["host", "port"])
        let host = dialer.optional("host").flatMap(Self.loopback) ?? "127.0.0.1"
        return dialer["port"].number(in: 1...65_535).map { DialerAddress(host: host, port: $0) }
    }

    private static func user(_ user: ConfigurationNode) -> User? {
        let name = user["name"].text()
        let password: String? =
            switch user.choice(of: ["password", "password-file"], beside: ["name"]) {
            case ("password", let value)?: value.text()
            case (_, let file)?: file.textOfFile()
            case nil: nil
            }
        guard let name, let password else { return nil }
        return User(name: name, password: password)
    }
}
