import ArgumentParser
import CMediaIO
import Foundation

/// Sends every datagram back to where it came from, from one socket.
struct PacketSink: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sink",
        abstract: "Echoes datagrams on 127.0.0.1 until it is ended."
    )

    @Option var port: UInt16

    func run() throws {
        let socket = CMediaIO_udp_open(0x7F00_0001, port)
        guard socket >= 0, let batch = CMediaIO_batch_create() else {
            throw ValidationError("Port \(port) can't be bound: \(String(cString: strerror(-socket))).")
        }
        // A tick brings hundreds of packets at once.
        var size: Int32 = 4 << 20
        setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        FileHandle.standardOutput.write(Data("listening\n".utf8))
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        while true {
            poll(&waiting, 1, -1)
            var count: Int32
            repeat {
                count = CMediaIO_batch_receive(batch, socket)
                for index in 0..<count {
                    let datagram = CMediaIO_batch_datagram(batch, index)
                    _ = CMediaIO_udp_send(socket, datagram.bytes, datagram.length, datagram.address, datagram.port)
                }
            } while count == CMediaIO_batch_capacity
        }
    }
}
