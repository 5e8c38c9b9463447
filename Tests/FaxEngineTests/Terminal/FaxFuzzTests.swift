import Foundation
import Testing

@testable import FaxEngine

/// What a hostile far end can do; each test runs in a process of its own, as fax calls do in the field.
@Suite("A fax terminal against a hostile far end")
struct FaxFuzzTests {
    /// The reason why fax runs in worker processes.
    ///
    /// When this test fails, the library has been mended.
    @Test("dies of one short image frame, which is why fax calls have their own process")
    func shortImageFrame() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            let bench = try FaxBench(pages: [.print(seed: 1)])
            bench.calling.switchToT38(T38Options())
            bench.answering.switchToT38(T38Options())
            bench.onPacket = { packet, _ in
                // The first image data after training: HDLC, not the zeros of the training check.
                let isImage = packet.starts(with: [0xD0, 0x01, 0x80])
                return isImage ? [shortCodedDataFrame] : [packet]
            }
            bench.runT38(limit: 60)
        }
    }

    @Test("outlives mutated packets from either end, and always comes to an end")
    func mutatedPackets() async {
        await #expect(processExitsWith: .success) {
            var complete = 0
            var incomplete = 0
            for seed in 1...150 {
                var random = SplitMix(state: UInt64(seed))
                let bench = try FaxBench(
                    pages: [.print(rows: 120, seed: 1)],
                    calling: { $0.errorCorrection = seed % 2 == 0 }
                )
                bench.calling.switchToT38(T38Options())
                bench.answering.switchToT38(T38Options())
                let rarity = [20, 100, 400][seed % 3]
                let hitsAnswering = seed % 5 < 3
                bench.onPacket = { packet, toAnswering in
                    toAnswering == hitsAnswering ? mutate(packet, rarity, &random) : [packet]
                }
                bench.runT38(limit: 900)
                precondition(bench.bothFinished, "seed \(seed) never ends")
                if bench.sent.result?.isComplete == true { complete += 1 } else { incomplete += 1 }
            }
            precondition(complete > 10 && incomplete > 10, "\(complete) and \(incomplete) show no wide range")
        }
    }

    @Test("outlives noise, drop-outs and slipped frames on the line, and always comes to an end")
    func badLine() async {
        await #expect(processExitsWith: .success) {
            for seed in 1...24 {
                var random = SplitMix(state: UInt64(seed))
                let bench = try FaxBench(
                    pages: [.print(rows: 120, seed: 1)],
                    calling: { $0.errorCorrection = seed % 2 == 0 }
                )
                var burst = 0
                let spoil: (Int, [Int16]) -> [Int16]? = { _, frame in
                    if burst == 0 { burst = Int.random(in: 0..<150, using: &random) == 0 ? 12 : 0 } else { burst -= 1 }
                    guard burst > 0 else { return frame }
                    switch seed % 3 {
                    case 0: return frame.map { $0 &+ Int16.random(in: -9_000...9_000, using: &random) }
                    case 1: return [Int16](repeating: 0, count: 160)
                    default: return nil
                    }
                }
                bench.lineToAnswering = spoil
                bench.lineToCalling = spoil
                bench.runAudio(limit: 900)
                precondition(bench.bothFinished, "seed \(seed) never ends")
            }
        }
    }

    @Test("outlives random packets")
    func randomPackets() async {
        await #expect(processExitsWith: .success) {
            var random = SplitMix(state: 7)
            for _ in 1...40 {
                let terminal = FaxTerminal(role: .answering, options: FaxOptions()) { _ in }
                terminal.switchToT38(T38Options())
                for sequence in 0..<2_000 {
                    let count = Int.random(in: 0...80, using: &random)
                    let packet = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                    terminal.receive(ifp: packet.span, sequence: UInt16(sequence))
                    terminal.tick { _, _ in }
                }
                terminal.hangUp()
                precondition(terminal.isFinished, "a terminal that is hung up never ends")
            }
        }
    }
}

/// V.17 data at 14,400 bit/s in version 0: an HDLC field with an FCD frame that ends after its control field, and its good FCS.
private let shortCodedDataFrame: [UInt8] = [0xD0, 0x02, 0x80, 0x00, 0x02, 0xFF, 0xC0, 0x60, 0x20]

/// Once in `rarity` packets a flipped bit, a cut end, a packet lost or doubled.
private func mutate(_ packet: [UInt8], _ rarity: Int, _ random: inout SplitMix) -> [[UInt8]] {
    guard !packet.isEmpty, Int.random(in: 0..<rarity, using: &random) == 0 else { return [packet] }
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
        var packet = packet
        packet[Int.random(in: 0..<packet.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        return [packet]
    case 1: return [Array(packet.prefix(Int.random(in: 0..<packet.count, using: &random)))]
    case 2: return []
    default: return [packet, packet]
    }
}
