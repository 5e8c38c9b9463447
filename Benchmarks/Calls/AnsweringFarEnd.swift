import ArgumentParser
import Foundation

/// SIPp as the carrier, in a process of its own: it rings, answers, and hangs up as soon as it is acknowledged.
final class AnsweringFarEnd {
    private static let path = "/usr/bin/sipp"

    /// What it has counted itself.
    struct Count: Encodable {
        var calls: Int
        var endedAsWritten: Int
        var failed: Int
    }

    private let process = Process()
    private let statistics: URL

    private let port: UInt16

    /// - Parameter limit: after so many seconds it ends by itself, should nobody be left to end it.
    init(port: UInt16, folder: URL, limit: Int) throws {
        self.port = port
        guard FileManager.default.isExecutableFile(atPath: Self.path) else {
            throw ValidationError("\(Self.path) is missing; install Debian's sip-tester.")
        }
        guard try !Self.isOpen(port) else {
            throw ValidationError("UDP port \(port) is in use; give another with --far-end-port.")
        }
        let scenario = folder.appending(path: "answers-and-hangs-up.xml")
        try Data(Self.scenario.utf8).write(to: scenario)
        statistics = folder.appending(path: "sipp.csv")
        process.executableURL = URL(filePath: Self.path)
        process.arguments = [
            "-sf", scenario.path, "-i", "127.0.0.1", "-p", String(port), "-nostdin", "-trace_stat", "-stf",
            statistics.path, "-fd", "1", "-buff_size", "4194304", "-timeout", String(limit),
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    /// Returns when its port is open.
    func listens() async throws {
        for _ in 0..<500 where process.isRunning {
            if try Self.isOpen(port) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw ValidationError("sipp did not open UDP port \(port).")
    }

    /// It says so nowhere, but the kernel does.
    private static func isOpen(_ port: UInt16) throws -> Bool {
        try String(contentsOfFile: "/proc/net/udp", encoding: .utf8).contains(String(format: ":%04X ", port))
    }

    /// Ends the process, and says what it has counted: its last line of figures is at most a second old.
    func end() async throws -> Count? {
        try await Task.sleep(for: .seconds(1.5))
        kill()
        process.waitUntilExit()
        let lines = try String(contentsOf: statistics, encoding: .utf8).split(separator: "\n")
        guard let names = lines.first?.split(separator: ";"), let last = lines.last?.split(separator: ";") else {
            return nil
        }
        func value(_ name: String) -> Int? {
            names.firstIndex { $0 == name }.flatMap { $0 < last.count ? Int(last[$0]) : nil }
        }
        guard let calls = value("IncomingCall(C)"), let good = value("SuccessfulCall(C)"),
            let failed = value("FailedCall(C)")
        else { return nil }
        return Count(calls: calls, endedAsWritten: good, failed: failed)
    }

    deinit { kill() }

    /// SIPp takes a SIGTERM for the wish to let its calls come to their end first, and then waits for more of them.
    private func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
    }

    private static let scenario = """
        <?xml version="1.0" encoding="UTF-8"?>
        <scenario name="answers-and-hangs-up">
          <recv request="INVITE"><action>
            <ereg regexp="sip:[A-Za-z0-9.:@+]+" search_in="hdr" header="Contact:" assign_to="contact"/>
            <ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>
            <ereg regexp=".*" search_in="hdr" header="To:" assign_to="called"/>
          </action></recv>
        \(response("180 Ringing", body: ""))
        \(response("200 OK", body: description))
          <recv request="ACK"/>
          <send retrans="500"><![CDATA[
              BYE [$contact] SIP/2.0
              Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
              From:[$called];tag=[pid]SIPp[call_number]
              To:[$caller]
              Call-ID: [call_id]
              CSeq: 1 BYE
              Max-Forwards: 70
              Content-Length: 0

          ]]></send>
          <recv response="200"/>
        </scenario>
        """

    private static func response(_ status: String, body: String) -> String {
        """
          <send\(body.isEmpty ? "" : " retrans=\"500\"")><![CDATA[
              SIP/2.0 \(status)
              [last_Via:]
              [last_From:]
              [last_To:];tag=[pid]SIPp[call_number]
              [last_Call-ID:]
              [last_CSeq:]
              Contact: <sip:[local_ip]:[local_port];transport=udp>
        \(body.isEmpty ? "" : "      Content-Type: application/sdp\n")      Content-Length: [len]

        \(body)
          ]]></send>
        """
    }

    /// Port 9 discards: nobody listens to what our side says until the BYE.
    private static let description = """
              v=0
              o=sipp 1 1 IN IP4 [local_ip]
              s=-
              c=IN IP4 [local_ip]
              t=0 0
              m=audio 9 RTP/AVP 8 101
              a=rtpmap:8 PCMA/8000
              a=rtpmap:101 telephone-event/8000
        """
}
