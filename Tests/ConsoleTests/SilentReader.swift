import Dialer
import Foundation
import Glibc

/// A client that asks for events, reads up to a mark and then no more.
enum SilentReader {
    struct Failure: Error { let call: String, number: Int32 }

    /// Off the threads that the console and other tests run on, of which there are few: it blocks.
    static func open(port: Int, until mark: String) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try read(port: port, until: mark) }) }
        }
    }

    private static func read(port: Int, until mark: String) throws -> Int32 {
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

extension LiveBoard {
    /// A board whose state is more than the buffers of a connection hold.
    static func withMuchToSay() async -> LiveBoard {
        let board = LiveBoard(pause: .milliseconds(1), heartbeat: .milliseconds(20))
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
        return board
    }
}
