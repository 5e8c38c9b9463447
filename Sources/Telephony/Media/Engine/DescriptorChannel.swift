import CMediaIO
import Glibc
import Synchronization

/// A channel to another process that carries messages and, with them, up to two descriptors (SCM_RIGHTS).
///
/// Message borders are kept. Closed by `close()` or with its last reference.
package final class DescriptorChannel: Sendable {
    package struct Message: Sendable, Equatable {
        package var bytes: [UInt8]
        /// Now the receiver's, who must adopt or close them; empty when this process had no number left for one of them.
        package var descriptors: [Int32]
    }

    /// Longest message that is received.
    package static let longestMessage = 65_536

    let descriptor: Int32
    private let isOpen = Atomic(true)

    /// Takes over one end of a pair that another process made.
    package init(adopting descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close() }

    /// Two connected ends; one of them is for the child.
    package static func pair() throws -> (DescriptorChannel, DescriptorChannel) {
        var ends: [Int32] = [-1, -1]
        let status = CMediaIO_channel_pair(&ends)
        guard status == 0 else { throw failure(status, "make a channel") }
        return (DescriptorChannel(adopting: ends[0]), DescriptorChannel(adopting: ends[1]))
    }

    /// Sends without waiting; the descriptors stay the sender's and may be closed afterwards.
    ///
    /// - Throws: `MediaError` when the other process is gone, or hangs and leaves its messages unread.
    package func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws {
        precondition(descriptors.count <= 2 && !bytes.isEmpty && bytes.count <= Self.longestMessage)
        // The number of a closed descriptor may be another file's by now.
        guard isOpen.load(ordering: .acquiring) else { throw Self.failure(-EPIPE, "send to the worker process") }
        let status = CMediaIO_channel_send(
            descriptor,
            bytes,
            Int32(bytes.count),
            descriptors,
            Int32(descriptors.count)
        )
        guard status == 0 else { throw Self.failure(status, "send to the worker process") }
    }

    /// Waits for the next message, blocking its thread; nil when the other end is closed.
    func receive() throws -> Message? {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestMessage) { buffer in
            var descriptors: [Int32] = [-1, -1]
            var count: Int32 = 0
            let length = CMediaIO_channel_receive(
                descriptor,
                buffer.baseAddress,
                Int32(buffer.count),
                &descriptors,
                &count
            )
            guard length >= 0 else { throw Self.failure(length, "receive from the worker process") }
            guard length > 0 else { return nil }
            return Message(bytes: Array(buffer[..<Int(length)]), descriptors: Array(descriptors[..<Int(count)]))
        }
    }

    /// The messages as they come, read on a thread of their own; ends when the other process closes its end or dies.
    ///
    /// Call it once. The stream ends too when this end is closed.
    package func messages() throws -> AsyncStream<Message> {
        let (stream, continuation) = AsyncStream.makeStream(of: Message.self)
        try SystemThread.start("media-channel") { [self] in
            while let message = try? receive() { continuation.yield(message) }
            continuation.finish()
        }
        return stream
    }

    /// Ends the talk for both sides, and with it `messages()`; the descriptor stays until `close()`, so that the thread
    /// that reads never meets a number that is another file's by then.
    package func shutDown() {
        guard isOpen.load(ordering: .acquiring) else { return }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Ends the channel for both sides; a thread that waits in `receive()` is let go.
    package func close() {
        guard isOpen.exchange(false, ordering: .acquiringAndReleasing) else { return }
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
    }

    /// Closes this process's copy only; the child that inherited the descriptor goes on with it.
    package func handOver() {
        guard isOpen.exchange(false, ordering: .acquiringAndReleasing) else { return }
        Glibc.close(descriptor)
    }

    private static func failure(_ status: Int32, _ what: String) -> MediaError {
        MediaError(.channel, "Can't \(what): \(String(cString: strerror(-status))).")
    }
}
