import Glibc
import Testing

@testable import Telephony

@Suite("A descriptor channel")
struct DescriptorChannelTests {
    @Test("Messages and descriptors come as they were sent, and the end is told")
    func carries() throws {
        let (near, far) = try DescriptorChannel.pair()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        try near.send([1, 2, 3], descriptors: [ends[1]])
        close(ends[1])
        try near.send([4])
        let first = try #require(try far.receive())
        #expect(first.bytes == [1, 2, 3])
        // What is written to the descriptor that came goes into the pipe whose end was sent.
        let written = try #require(first.descriptors.first)
        #expect(write(written, [7], 1) == 1)
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 1 && byte == 7)
        close(written)
        close(ends[0])
        #expect(try far.receive() == DescriptorChannel.Message(bytes: [4], descriptors: []))
        near.close()
        #expect(try far.receive() == nil)
        #expect(throws: MediaError.self) { try near.send([1]) }
    }

    @Test("A message whose descriptors don't fit comes without them, and the channel goes on")
    func descriptorsLost() throws {
        let (near, far) = try DescriptorChannel.pair()
        try sendThreeDescriptors(to: near.descriptor)
        #expect(try far.receive() == DescriptorChannel.Message(bytes: [9], descriptors: []))
        try near.send([4])
        #expect(try far.receive()?.bytes == [4])
    }

    /// One more than a channel takes: the kernel cuts them off just as when the process has no number left.
    private func sendThreeDescriptors(to channel: Int32) throws {
        // struct cmsghdr: its length with the three numbers, SOL_SOCKET, SCM_RIGHTS; then the numbers, padded.
        var control: [Int32] = [28, 0, SOL_SOCKET, 1, channel, channel, channel, 0]
        var byte: UInt8 = 9
        let sent = control.withUnsafeMutableBytes { control in
            withUnsafeMutablePointer(to: &byte) { byte in
                var vector = iovec(iov_base: byte, iov_len: 1)
                return withUnsafeMutablePointer(to: &vector) { vector in
                    var message = msghdr()
                    message.msg_iov = vector
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = 28
                    return sendmsg(channel, &message, 0)
                }
            }
        }
        try #require(sent == 1)
    }
}
