import Dialer
import Foundation
import Glibc
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
    @Test func anOpenEventStreamEndsProperlyAndAtOnce() async throws {
        let began = ContinuousClock().now
        let configuration = ConsoleConfiguration(port: 0, shutdownLimit: .seconds(30))
        try await RunningConsole.with(configuration: configuration) { console in
            var events = try await console.events()
            #expect(try await events.next() != nil)
            await console.shutDown()
            // A stream that is cut instead of ended throws here.
            while try await events.next() != nil {}
        }
        #expect(ContinuousClock().now - began < .seconds(10))
    }

    @Test func aBrowserThatReadsNothingIsCutWhenTheTimeIsOver() async throws {
        let board = LiveBoard()
        let activity = String(repeating: "long ", count: 200_000)
        for id in 0..<16 {
            await board.apply(
                .call(
                    LiveCall(
                        id: "\(id)",
                        kind: .fax,
                        number: MaskedNumber(masking: ""),
                        state: .up,
                        since: Date(timeIntervalSince1970: 0),
                        activity: activity
                    )
                )
            )
        }
        let began = ContinuousClock().now
        try await RunningConsole.with(
            board: board,
            configuration: ConsoleConfiguration(port: 0, shutdownLimit: .milliseconds(100))
        ) { console in
            // Left open: the console has to get rid of it.
            _ = try SilentReader.open(port: console.port, until: "event: state")
        }
        #expect(ContinuousClock().now - began < .seconds(20))
    }
}

/// A client that asks for events, reads up to a mark and then no more.
private enum SilentReader {
    struct Failure: Error { let call: String, number: Int32 }

    static func open(port: Int, until mark: String) throws -> Int32 {
        let handle = try check(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), "socket")
        var small: Int32 = 4096
        _ = setsockopt(handle, SOL_SOCKET, SO_RCVBUF, &small, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafeBytes(of: &address) { bytes in
            connect(handle, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        _ = try check(connected, "connect")
        let request = Array("GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        _ = try check(Int32(send(handle, request, request.count, 0)), "send")
        var received = ""
        var buffer = [UInt8](repeating: 0, count: 1024)
        while !received.contains(mark) {
            let count = try check(Int32(recv(handle, &buffer, buffer.count, 0)), "recv")
            received += String(decoding: buffer.prefix(Int(count)), as: UTF8.self)
        }
        return handle
    }

    private static func check(_ result: Int32, _ call: String) throws -> Int32 {
        guard result >= 0 else { throw Failure(call: call, number: errno) }
        return result
    }
}
