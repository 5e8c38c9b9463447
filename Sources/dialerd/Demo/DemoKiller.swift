import Foundation

/// Kills the daemon, or one of its fax workers, with -9 at random moments.
struct DemoKiller {
    private(set) var daemons = 0
    private(set) var workers = 0
    private let kills: Int
    private var random: SeededGenerator
    private var wait: Int

    init(kills: Int, seed: UInt64) {
        self.kills = kills
        random = SeededGenerator(seed: seed)
        wait = Int.random(in: 3...8, using: &random)
    }

    var isDone: Bool { daemons + workers >= kills }

    /// Called once a second; says whether the daemon was killed and must be started again.
    mutating func strike(_ daemon: ChildProgram) -> Bool {
        guard !isDone else { return false }
        wait -= 1
        guard wait <= 0 else { return false }
        wait = Int.random(in: 2...8, using: &random)
        // Within the second too the moment is random.
        usleep(UInt32.random(in: 0..<900_000, using: &random))
        if Bool.random(using: &random), let worker = Self.workers(of: daemon.processIdentifier).randomElement(using: &random) {
            kill(worker, SIGKILL)
            workers += 1
            return false
        }
        daemon.killNow()
        daemons += 1
        return true
    }

    /// The children of a process, as /proc has them.
    private static func workers(of parent: Int32) -> [Int32] {
        let path = "/proc/\(parent)/task/\(parent)/children"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int32($0) }
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
