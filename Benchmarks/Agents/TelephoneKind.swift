import Foundation
import Programs
import Telephony

/// Whose SIP and RTP an agent's telephone has.
enum TelephoneKind: String, Codable, CaseIterable, CodingKeyRepresentable {
    /// Ours, in the far side's process.
    case own
    case baresip
    case sipp
}

/// The telephones of all agents: first those of others, which register and say back what they hear, then our own.
struct TelephoneFleet {
    static let password = "s3cret"
    /// Each program of others has so many ports of its own, from here on.
    static let firstPort: UInt16 = 23_000
    static let portsOfEach: UInt16 = 100
    private static let sipp = "/usr/bin/sipp"

    let kinds: [String: TelephoneKind]
    /// How many are programs of others.
    let foreign: Int

    /// Those whose program isn't installed are ours.
    init(agents: Int, baresip: Int, sipp: Int) {
        let baresips = Baresip.isInstalled ? baresip : 0
        let sipps = FileManager.default.isExecutableFile(atPath: Self.sipp) ? sipp : 0
        foreign = min(agents, baresips + sipps)
        let kinds = (0..<agents).map { index -> TelephoneKind in
            index < baresips ? .baresip : index < baresips + sipps ? .sipp : .own
        }
        self.kinds = Dictionary(
            uniqueKeysWithValues: kinds.enumerated().map { (Self.number($0.offset), $0.element) })
    }

    static func number(_ index: Int) -> String { String(8_001 + index) }
    static func port(_ index: Int) -> UInt16 { firstPort + UInt16(index) * portsOfEach }

    /// Starts those of others, and returns when all have registered.
    func start(at endpoint: SIPEndpoint, seconds: Int) async throws -> [Any] {
        var running: [Any] = []
        for index in 0..<foreign {
            let number = Self.number(index)
            let port = Self.port(index)
            if kinds[number] == .baresip {
                running.append(
                    try await Baresip(
                        port: port, source: .echo, registeringAs: .init(username: number, password: Self.password),
                        at: endpoint.localPort, seconds: seconds))
            } else {
                running.append(try Self.sipp(number, port: port, at: endpoint.localPort, seconds: seconds))
            }
        }
        var missing = Set((0..<foreign).map(Self.number))
        for await change in endpoint.registrations {
            if case .arrived(let binding) = change { missing.remove(binding.user) }
            if missing.isEmpty { break }
        }
        return running
    }

    private static func sipp(
        _ number: String, port: UInt16, at registrar: UInt16, seconds: Int
    ) throws -> ChildProgram {
        func scenario(_ name: String) -> String { interopFolder.appending(path: "sipp/\(name).xml").path }
        return try ChildProgram(
            sipp,
            [
                "127.0.0.1:\(registrar)", "-sf", scenario("telephone-registers"), "-oocsf",
                scenario("telephone-answers"), "-i", "127.0.0.1", "-p", "\(port)", "-s", number, "-au", number,
                "-ap", password, "-mi", "127.0.0.1", "-mp", "\(port + 10)", "-rtp_echo", "-m", "1", "-timeout",
                "\(seconds)", "-nostdin",
            ])
    }
}
