import Testing

@testable import Telephony

@Suite("UDPTL")
struct UDPTLTests {
    private func datagrams(_ ifps: [[UInt8]], redundancy: Int = 3, maximum: Int = 400) -> [[UInt8]] {
        var sender = UDPTLSender(redundancy: redundancy, maximumDatagram: maximum)
        var buffer = [UInt8](repeating: 0, count: UDPTLSender.capacity)
        return ifps.map { ifp in Array(buffer[..<sender.write(ifp.span, to: &buffer)]) }
    }

    private func receive(_ datagrams: [[UInt8]], _ receiver: inout UDPTLReceiver) -> [(UInt16, [UInt8])] {
        var result: [(UInt16, [UInt8])] = []
        for datagram in datagrams {
            _ = receiver.receive(datagram.span) { ifp, sequence in
                result.append((sequence, ifp.indices.map { ifp[$0] }))
            }
        }
        return result
    }

    private let ifps = (0..<40).map { number in (0..<(number % 7) * 30 + 1).map { UInt8(($0 + number) & 0xFF) } }

    @Test("Three lost datagrams in a row cost nothing at redundancy 3, four cost one packet")
    func recovers() {
        let sent = datagrams(ifps, maximum: 2_000)
        for burst in 0...5 {
            var receiver = UDPTLReceiver()
            let got = receive(
                sent.enumerated().filter { !(10..<10 + burst).contains($0.offset) }.map(\.element),
                &receiver
            )
            let expected = ifps.indices.filter { !(10..<10 + max(0, burst - 3)).contains($0) }
            #expect(got.map(\.0) == expected.map(UInt16.init))
            #expect(got.map(\.1) == expected.map { ifps[$0] })
            #expect(receiver.lost == max(0, burst - 3))
        }
    }

    @Test("Losses cost nothing where the number wraps: a fax of many pages gets there")
    func recoversOverWrap() {
        var sender = UDPTLSender(redundancy: 3, maximumDatagram: 400)
        var buffer = [UInt8](repeating: 0, count: UDPTLSender.capacity)
        var receiver = UDPTLReceiver()
        for number in 0..<65_560 {
            let ifp = [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)]
            let length = sender.write(ifp.span, to: &buffer)
            guard number % 4 == 1 else { continue }
            _ = receiver.receive(buffer.span.extracting(..<length)) { ifp, sequence in
                #expect(UInt16(ifp[1]) << 8 | UInt16(ifp[0]) == sequence)
            }
        }
        #expect(receiver.lost == 0)
    }

    @Test("Repeats, old datagrams and a lost start are handled")
    func repeatsAndStart() {
        let sent = datagrams(ifps, maximum: 2_000)
        var receiver = UDPTLReceiver()
        let got = receive([sent[2], sent[2], sent[1], sent[3], sent[0], sent[3]], &receiver)
        #expect(got.map(\.0) == [0, 1, 2, 3])
    }

    @Test("A stray far jump is ignored, a renumbered stream is followed")
    func farJumps() {
        var receiver = UDPTLReceiver()
        func datagram(_ sequence: UInt16) -> [UInt8] { [UInt8(sequence >> 8), UInt8(sequence & 0xFF), 1, 0x06, 0, 0] }
        let numbers: [UInt16] = [32_768, 32_769, 5, 32_770, 100, 101, 102]
        #expect(receive(numbers.map(datagram), &receiver).map(\.0) == [32_768, 32_769, 32_770, 101, 102])
    }

    @Test(
        "The far end's datagram size limits the redundancy",
        arguments: [(58, 0), (64, 0), (124, 1), (200, 2), (400, 3)]
    )
    func sizes(maximum: Int, redundancy: Int) {
        let sender = UDPTLSender(redundancy: 3, maximumDatagram: maximum)
        let actual = sender.redundancy
        #expect(actual == redundancy)
        for datagram in datagrams(Array(repeating: Array(repeating: 1, count: 50), count: 9), maximum: maximum) {
            #expect(datagram.count <= max(maximum, 56))
        }
    }

    @Test("Of a FEC datagram the primary packet is taken")
    func forwardError() {
        var receiver = UDPTLReceiver()
        let got = receive([[0, 0, 2, 0xC0, 0x01, 0x80, 1, 3, 2, 1, 9, 2, 8, 8]], &receiver)
        #expect(got.map(\.1) == [[0xC0, 0x01]])
    }

    @Test(
        "Datagrams whose lengths lie are refused",
        arguments: [
            [], [0], [0, 0, 1], [0, 0, 5, 1, 0, 0], [0, 0, 1, 6], [0, 0, 1, 6, 0], [0, 0, 1, 6, 0, 3, 1, 1],
            [0, 0, 1, 6, 0, 0, 0], [0, 0, 0xC1, 6, 0, 0], [0, 0, 1, 6, 0x80, 2, 1, 1, 0],
            [0, 0, 1, 6, 0, 0xBF, 0xFF, 0],
            [0, 0, 1, 6, 0, 1, 0xBF, 0xFF],
        ] as [[UInt8]]
    )
    func lies(datagram: [UInt8]) {
        var receiver = UDPTLReceiver()
        let isTaken = receiver.receive(datagram.span) { _, _ in Issue.record("delivered") }
        #expect(!isTaken)
    }

    @Test("Mutated and random datagrams never read beyond their end")
    func fuzz() {
        var random = SeededRandom(seed: 38)
        let sent = datagrams(ifps, maximum: 2_000)
        var receiver = UDPTLReceiver()
        var (v0, v3) = (IFPFilter(version: 0), IFPFilter(version: 3))
        var delivered = 0
        for round in 0..<20_000 {
            if round % 10 == 0 { receiver = UDPTLReceiver() }
            var datagram = sent[round % sent.count]
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                datagram[Int.random(in: 0..<datagram.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            if round % 3 == 0 { datagram.removeLast(Int.random(in: 0...datagram.count, using: &random)) }
            _ = receiver.receive(datagram.span) { ifp, _ in
                delivered += 1
                var copy = ifp.indices.map { ifp[$0] }
                copy.withUnsafeMutableBufferPointer { _ = v0.passes($0) }
                copy.withUnsafeMutableBufferPointer { _ = v3.passes($0) }
            }
        }
        #expect(delivered > 1_000)
    }
}
