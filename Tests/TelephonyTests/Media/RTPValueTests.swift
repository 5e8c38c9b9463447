import Synchronization
import Testing

@testable import Telephony

@Suite("RTP values")
struct RTPValueTests {
    private func parse(_ bytes: [UInt8]) -> RTPPacket? { RTPPacket(bytes.span) }

    private func insert(_ byte: UInt8, count: Int = 160, at timestamp: UInt32, _ buffer: inout JitterBuffer) -> Bool {
        let payload = [UInt8](repeating: byte, count: count)
        return buffer.insert(payload.span, timestamp: timestamp, table: .table(for: .pcma))
    }

    private func linear(_ byte: Int) -> Int16 { G711.table(for: .pcma).linear[byte] }

    @Test("Malformed headers are refused and every random datagram is survived")
    func hostileHeaders() {
        #expect(parse([]) == nil)
        #expect(parse(Array(repeating: 0x80, count: 11)) == nil, "too short")
        #expect(parse(([0x40] + Array(repeating: 0, count: 20))) == nil, "version 1")
        #expect(parse(([0x8F] + Array(repeating: 0, count: 20))) == nil, "CSRC list longer than the packet")
        #expect(parse(([0x90] + Array(repeating: 0xFF, count: 20))) == nil, "extension longer than the packet")
        #expect(parse(([0xA0] + Array(repeating: 0, count: 20))) == nil, "padding of 0")
        #expect(parse(([0xA0] + Array(repeating: 200, count: 20))) == nil, "padding longer than the payload")
        var random = SeededRandom(seed: 1)
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            if !bytes.isEmpty { bytes[0] = bytes[0] & 0x3F | 0x80 }
            if let packet = RTPPacket(bytes.span) { #expect(packet.payload.upperBound <= bytes.count) }
            _ = RTCPReport(bytes.span, about: 1)
        }
    }

    @Test("The jitter buffer plays packets in order of their time, whatever the order of arrival")
    func reordering() {
        var buffer = JitterBuffer(milliseconds: 60)
        var frame = [Int16](repeating: 0, count: 160)
        for index: UInt32 in [0, 2, 1, 3, 3] {
            let isTaken = insert(UInt8(index + 1), at: 0xFFFF_FF00 &+ 160 * index, &buffer)
            #expect(isTaken)
        }
        var heard: [Int16] = []
        for _ in 0..<7 where buffer.read(into: &frame) == 160 { heard.append(frame[0]) }
        #expect(heard == (1...4).map(linear))
    }

    @Test("A lost frame leaves the one before in place; a packet after its time is refused; 30 ms packets fit")
    func lossAndPacketTimes() {
        var buffer = JitterBuffer(milliseconds: 0)
        var frame = [Int16](repeating: 0, count: 160)
        let isTaken = insert(1, count: 240, at: 0, &buffer)
        #expect(isTaken)
        var present: [Int] = []
        for _ in 0..<3 {
            present.append(buffer.read(into: &frame))
            #expect(frame.allSatisfy { $0 == linear(1) })
        }
        #expect(present == [160, 80, 0])
        let isLateTaken = insert(2, at: 160, &buffer)
        #expect(!isLateTaken)
    }

    @Test("Playout starts afresh when the far end's timestamps have jumped for good")
    func restart() {
        var buffer = JitterBuffer(milliseconds: 20)
        var frame = [Int16](repeating: 0, count: 160)
        var taken = [insert(7, at: 0, &buffer)]
        for index: UInt32 in 0..<5 { taken.append(insert(7, at: 1_000_000 + 160 * index, &buffer)) }
        #expect(taken == [true, false, false, false, true, true])
        _ = buffer.read(into: &frame)
        let present = buffer.read(into: &frame)
        #expect(present == 160)
    }

    @Test("Loss is counted over a wrap of the sequence number, and a far jump needs a second packet")
    func statistics() {
        var statistics = ReceptionStatistics()
        func note(_ sequence: UInt16) -> Bool { statistics.note(sequence: sequence) }
        func fraction() -> UInt8 { statistics.fractionForReport() }
        for sequence: UInt16 in [65_533, 65_534, 0, 1, 3] { #expect(note(sequence)) }
        #expect(statistics.expected == 7)
        #expect(statistics.lost == 2)
        #expect(statistics.extendedHighest == 0x1_0003)
        #expect(fraction() == UInt8(2 * 256 / 7))
        #expect(fraction() == 0)
        #expect(note(30_000) == false)
        #expect(note(30_001))
        #expect(note(30_002))
        #expect(statistics.expected == 9)
    }

    @Test("Evenly spaced packets have no jitter, uneven ones have")
    func jitter() {
        var (even, uneven) = (ReceptionStatistics(), ReceptionStatistics())
        for index: Int64 in 0..<200 {
            let timestamp = UInt32(truncatingIfNeeded: 0xFFFF_0000 + 160 * index)
            even.noteTransit(timestamp: timestamp, arrival: 20_000_000 * index)
            uneven.noteTransit(timestamp: timestamp, arrival: 20_000_000 * index + (index % 2) * 8_000_000)
        }
        #expect(even.jitterMilliseconds < 0.01)
        #expect(abs(uneven.jitterMilliseconds - 8) < 0.1)
    }

    @Test("A clock that was held up catches up, counts late ticks, and leaves out those that are too old")
    func clock() {
        var clock = MediaClock(firstTick: 0)
        func begin(at now: Int64) -> Bool { clock.begin(at: now) }
        #expect(begin(at: 10_000_000) == false)
        #expect(begin(at: 30_000_001))
        #expect(clock.due == 40_000_000)
        #expect(begin(at: 340_000_000))
        #expect(clock.due == 340_000_000)
        #expect(clock.skippedTicks == 14)
        #expect(clock.lateTicks == 2 && clock.ticks == 3)
    }

    @Test("A mailbox gives what many threads posted, each thread's in order, none lost")
    func mailbox() async throws {
        final class Letter: MailboxNode, @unchecked Sendable {
            let sender: Int
            let number: Int
            init(sender: Int, number: Int) { (self.sender, self.number) = (sender, number) }
        }
        let mailbox = Mailbox<Letter>()
        let (senders, letters) = (4, 2_000)
        async let posting: Void = withTaskGroup { group in
            for sender in 0..<senders {
                group.addTask { for number in 0..<letters { mailbox.post(Letter(sender: sender, number: number)) } }
            }
        }
        let last = try await within {
            var next = [Int](repeating: 0, count: senders)
            while next.contains(where: { $0 < letters }) {
                guard let letter = mailbox.next() else {
                    await Task.yield()
                    continue
                }
                #expect(letter.number == next[letter.sender])
                next[letter.sender] = letter.number + 1
            }
            return next
        }
        await posting
        #expect(last == Array(repeating: letters, count: senders))
    }
}

/// A generator whose sequence is the same in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
