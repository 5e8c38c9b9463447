import Testing

@testable import Telephony

@Suite("The filter in front of the fax engine")
struct IFPFilterTests {
    /// A V.21 data packet of `fields`: type and data.
    private func packet(version: Int, _ fields: [(UInt8, [UInt8])]) -> [UInt8] {
        var result: [UInt8] = [0xC0, UInt8(fields.count)]
        var half: UInt8?
        for (type, data) in fields {
            let present: UInt8 = data.isEmpty ? 0 : 0x8
            if version > 0 {
                result.append(present << 4 | type << 3)
            } else if let high = half {
                result.append(high | present | type)
                half = nil
            } else if data.isEmpty {
                half = type << 4
            } else {
                result.append((present | type) << 4)
            }
            if !data.isEmpty { result += [UInt8((data.count - 1) >> 8), UInt8((data.count - 1) & 0xFF)] + data }
        }
        if let half { result.append(half) }
        return result
    }

    private func run(_ filter: inout IFPFilter, _ packet: [UInt8]) -> [UInt8]? {
        var copy = packet
        return copy.withUnsafeMutableBufferPointer { filter.passes($0) } ? copy : nil
    }

    @Test("A 3-octet FCD frame is handed on as one with a bad check sequence", arguments: [0, 1, 3])
    func shortFrame(version: Int) {
        for (end, turned): (UInt8, UInt8) in [(2, 3), (4, 5)] {
            var filter = IFPFilter(version: version)
            let sent = packet(version: version, [(0, [0xFF, 0xC0, 0x60]), (end, [])])
            #expect(run(&filter, sent) == packet(version: version, [(0, [0xFF, 0xC0, 0x60]), (turned, [])]))
        }
    }

    @Test("Pieces over several packets, nibble halves and data in the end field don't get past", arguments: [0, 1])
    func piecemeal(version: Int) {
        var filter = IFPFilter(version: version)
        let head = packet(version: version, [(0, [0xFF]), (0, [0xC0])])
        #expect(run(&filter, head) == head)
        #expect(run(&filter, packet(version: version, [(2, [0xE0])])) == packet(version: version, [(3, [0xE0])]))
        // The frame is over: a following good one passes.
        let good = packet(version: version, [(0, [0xFF, 0xC0, 0x60, 0x01, 0x55]), (2, []), (1, [])])
        #expect(run(&filter, good) == good)
        // A frame cut by an indicator is in doubt.
        #expect(run(&filter, head) == head)
        #expect(run(&filter, [0x06]) == [0x06])
        #expect(run(&filter, packet(version: version, [(2, [])])) == packet(version: version, [(3, [])]))
    }

    @Test("A short CTC frame is turned too, other short frames pass")
    func otherFrames() {
        var filter = IFPFilter(version: 0)
        let end: (UInt8, [UInt8]) = (2, [])
        #expect(
            run(&filter, packet(version: 0, [(0, [0xFF, 0xC8, 0xC8, 0]), end]))
                == packet(version: 0, [(0, [0xFF, 0xC8, 0xC8, 0]), (3, [])])
        )
        let confirmation = packet(version: 0, [(0, [0xFF, 0xC8, 0x8C]), end])
        #expect(run(&filter, confirmation) == confirmation)
    }

    @Test(
        "Packets that don't end where they say are refused",
        arguments: [
            [], [0xC0], [0xC0, 1], [0xC0, 1, 0x80], [0xC0, 1, 0x80, 0, 5, 1], [0xC0, 0x81, 0, 0], [0x06, 0x06],
            [0xC0, 1, 0x20, 0x20], [0x86],
        ] as [[UInt8]]
    )
    func malformed(packet: [UInt8]) {
        var filter = IFPFilter(version: 0)
        #expect(run(&filter, packet) == nil)
    }
}
