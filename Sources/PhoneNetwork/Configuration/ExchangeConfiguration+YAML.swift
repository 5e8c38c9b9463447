import Foundation

extension ExchangeConfiguration {
    /// Reads an exchange file, as `docs/exchange.md` describes it.
    ///
    /// Relative paths in it start at the file's own folder.
    ///
    /// Throws: `PhoneNetworkError` (`configuration`), with file, line, column and what to write instead.
    package static func load(from path: String) throws(PhoneNetworkError) -> ExchangeConfiguration {
        let folder = URL(filePath: path).deletingLastPathComponent()
        return try ExchangeConfiguration(try ConfigurationNode.file(at: path), relativeTo: folder)
    }

    init(yaml: String, file: String, folder: URL) throws(PhoneNetworkError) {
        try self.init(try ConfigurationNode(yaml: yaml, file: file), relativeTo: folder)
    }

    private init(_ node: ConfigurationNode, relativeTo folder: URL) throws(PhoneNetworkError) {
        self.init()
        let reader = BehaviourReader(folder: folder)
        let top = try node.mapping(known: [
            "listen", "media", "realm", "users", "log", "faxes", "limits", "dialer", "subscribers", "callers",
        ])
        if let listen = try top["listen"]?.mapping(known: ["host", "port"]) {
            host = try listen["host"]?.text() ?? host
            port = try listen["port"]?.number(in: 0...65_535) ?? port
        }
        if let media = try top["media"]?.mapping(known: ["firstPort", "lastPort"]) {
            let first: UInt16 = try media.required("firstPort").number(in: 1_024...65_534)
            let last: UInt16 = try media.required("lastPort").number(in: 1_025...65_535)
            guard first < last else { throw try media.required("lastPort").trouble("must be above firstPort.") }
            mediaPorts = first...last
        }
        realm = try top["realm"]?.text() ?? realm
        for user in try top["users"]?.elements() ?? [] { users.append(try Self.user(user, reader)) }
        logPath = try top["log"].map { node throws(PhoneNetworkError) in reader.path(try node.text()) }
        faxFolder = try top["faxes"].map { node throws(PhoneNetworkError) in reader.path(try node.text()) }
        if let limits = try top["limits"]?.mapping(known: ["calls", "callDuration"]) {
            maximumCalls = try limits["calls"]?.number(in: 1...10_000) ?? maximumCalls
            maximumCallDuration = try limits["callDuration"]?.duration() ?? maximumCallDuration
        }
        if let dialer = try top["dialer"]?.mapping(known: ["host", "port"]) {
            let host = try dialer["host"]?.text() ?? "127.0.0.1"
            self.dialer = DialerAddress(host: host, port: try dialer.required("port").number(in: 1...65_535))
        }
        for line in try top["subscribers"]?.elements() ?? [] { plan.lines.append(try reader.line(line)) }
        for caller in try top["callers"]?.elements() ?? [] { callers.append(try reader.caller(caller)) }
        if let callers = top["callers"], !self.callers.isEmpty, dialer == nil {
            throw callers.trouble(
                "call the dialer, but the file does not say where it listens: add 'dialer: {port: …}'."
            )
        }
    }

    private static func user(_ node: ConfigurationNode, _ reader: BehaviourReader) throws(PhoneNetworkError) -> User {
        let entry = try node.mapping(known: ["name", "password", "passwordFile"])
        let name = try entry.required("name").text()
        switch (entry["password"], entry["passwordFile"]) {
        case (let password?, nil):
            return User(name: name, password: try password.text())
        case (nil, let file?):
            guard let password = try? String(contentsOfFile: reader.path(try file.text()), encoding: .utf8) else {
                throw file.trouble("cannot be read.")
            }
            return User(name: name, password: password.trimmingCharacters(in: .whitespacesAndNewlines))
        default:
            throw node.trouble("needs either 'password' or 'passwordFile'.")
        }
    }
}
