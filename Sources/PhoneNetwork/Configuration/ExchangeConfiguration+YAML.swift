package import ConfigurationFile
package import Foundation
import Telephony

extension ExchangeConfiguration {
    /// Reads an exchange file, as `docs/exchange.md` describes it.
    ///
    /// Relative paths in it start at the file's own folder.
    ///
    /// Throws: `ConfigurationError`, with file, line, column and what to write instead.
    package init(file: URL) throws(ConfigurationError) {
        try self.init(try ConfigurationNode(file: file))
    }

    package init(_ node: ConfigurationNode) throws(ConfigurationError) {
        self.init()
        let top = try node.mapping(known: [
            "listen", "media", "realm", "users", "log", "faxes", "limits", "dialer", "subscribers", "callers",
        ])
        if let listen = try top["listen"]?.mapping(known: ["host", "port"]) {
            host = try Self.loopback(listen["host"]) ?? host
            port = try listen["port"]?.number(in: 0...65_535) ?? port
        }
        if let media = try top["media"]?.mapping(known: ["firstPort", "lastPort"]) {
            let first: UInt16 = try media.required("firstPort").number(in: 1_024...65_534)
            let last: UInt16 = try media.required("lastPort").number(in: 1_025...65_535)
            guard first < last else { throw try media.required("lastPort").complaint("must be above firstPort.") }
            mediaPorts = first...last
        }
        realm = try top["realm"]?.text() ?? realm
        for user in try top["users"]?.elements() ?? [] { users.append(try Self.user(user)) }
        logPath = try top["log"]?.url().path
        faxFolder = try top["faxes"]?.url().path
        if let limits = try top["limits"]?.mapping(known: ["calls", "callDuration", "silence"]) {
            maximumCalls = try limits["calls"]?.number(in: 1...10_000) ?? maximumCalls
            longestSilence = try limits["silence"]?.duration(in: .seconds(1) ... .seconds(3_600)) ?? longestSilence
            maximumCallDuration = try limits["callDuration"]?.duration() ?? maximumCallDuration
        }
        if let dialer = try top["dialer"]?.mapping(known: ["host", "port"]) {
            let host = try Self.loopback(dialer["host"]) ?? "127.0.0.1"
            self.dialer = DialerAddress(host: host, port: try dialer.required("port").number(in: 1...65_535))
        }
        for line in try top["subscribers"]?.elements() ?? [] { plan.lines.append(try BehaviourReader.line(line)) }
        for caller in try top["callers"]?.elements() ?? [] { callers.append(try BehaviourReader.caller(caller)) }
        if let callers = top["callers"], !self.callers.isEmpty, dialer == nil {
            throw callers.complaint(
                "call the dialer, but the file does not say where it listens: add 'dialer: {port: …}'."
            )
        }
    }

    /// Invented subscribers and a log with numbers and keys in full have no place on a real network.
    private static func loopback(_ node: ConfigurationNode?) throws(ConfigurationError) -> String? {
        guard let node else { return nil }
        let host = try node.text()
        guard host.hasPrefix("127."), MediaAddress(host: host, port: 0) != nil else {
            throw node.complaint("must be a loopback address such as 127.0.0.1: the exchange serves this machine only.")
        }
        return host
    }

    private static func user(_ node: ConfigurationNode) throws(ConfigurationError) -> User {
        let entry = try node.mapping(known: ["name", "password", "passwordFile"])
        let name = try entry.required("name").text()
        switch (entry["password"], entry["passwordFile"]) {
        case (let password?, nil):
            return User(name: name, password: try password.text())
        case (nil, let file?):
            guard let password = try? String(contentsOf: file.url(), encoding: .utf8) else {
                throw file.complaint("cannot be read.")
            }
            return User(name: name, password: password.trimmingCharacters(in: .whitespacesAndNewlines))
        default:
            throw node.complaint("needs either 'password' or 'passwordFile'.")
        }
    }
}
