import Campaigns
import Foundation

/// Kills the daemon, or one of its fax workers, with -9 at random moments.
struct DemoKiller {
    private(set) var daemons = 0
    private(set) var workers = 0
    private let kills: Int
    private var random: SplitMix64
    private var wait: Int

    init(kills: Int, seed: UInt64) {
        self.kills = kills
        random = SplitMix64(seed: seed)
        wait = Int.random(in: 5...15, using: &random)
    }

    var isDone: Bool { daemons + workers >= kills }

    /// Called once a second; says whether the daemon was killed and must be started again.
    mutating func strike(_ daemon: ChildProgram) -> Bool {
        guard !isDone else { return false }
        wait -= 1
        guard wait <= 0 else { return false }
        // Sometimes long enough for a page to be confirmed, sometimes not.
        wait = Int.random(in: 3...25, using: &random)
        // Within the second too the moment is random.
        usleep(UInt32.random(in: 0..<900_000, using: &random))
        if Int.random(in: 0..<3, using: &random) > 0,
            let worker = Self.workers(of: daemon.processIdentifier).randomElement(using: &random)
        {
            kill(worker, SIGKILL)
            workers += 1
            return false
        }
        daemon.killNow()
        daemons += 1
        return true
    }

    /// The children of a process, as /proc has them: each under the thread that started it.
    private static func workers(of parent: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(parent)/task")) ?? []
        return threads.flatMap { thread -> [Int32] in
            let path = "/proc/\(parent)/task/\(thread)/children"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { Int32($0) }
        }
    }
}
