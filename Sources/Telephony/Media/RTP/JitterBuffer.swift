/// A playout buffer with a fixed delay: each sample waits in a ring at the place its RTP timestamp gives it.
///
/// Timestamps rather than sequence numbers place the samples, so any packet time, reordering, duplicates and gaps of
/// silence suppression come out right, and no sample is ever trimmed to follow the far end's clock: fax dies of that.
/// Only when several packets in a row fall outside the ring does playout start afresh.
///
/// - Units: linear samples, 8,000 Hz.
struct JitterBuffer: ~Copyable {
    /// 512 ms; a packet further ahead is a stray.
    private static let capacity = 4096
    private static let mask = UInt32(capacity - 1)
    /// No G.711 byte stands for it.
    private static let empty = Int16.min
    private static let straysToRestart = 4

    private let cells = UnsafeMutablePointer<Int16>.allocate(capacity: capacity)
    private let delay: UInt32
    /// The timestamp of the next sample to be played.
    private var playout: UInt32 = 0
    private var strays = 0
    private(set) var isStarted = false

    init(milliseconds: Int) {
        delay = UInt32(max(0, min(milliseconds, 400))) * 8
        cells.initialize(repeating: Self.empty, count: Self.capacity)
    }

    deinit { cells.deallocate() }

    /// Stores a packet's samples; false when it came too late (or far too early) to be played.
    ///
    /// - Parameter table: of the packet's codec, which may be another one with each packet.
    mutating func insert(_ payload: Span<UInt8>, timestamp: UInt32, table: G711) -> Bool {
        if !isStarted { start(at: timestamp) }
        guard fits(payload.count, timestamp) else {
            strays += 1
            guard strays >= Self.straysToRestart else { return false }
            start(at: timestamp)
            guard fits(payload.count, timestamp) else { return false }
            store(payload, timestamp, table)
            return true
        }
        strays = 0
        store(payload, timestamp, table)
        return true
    }

    private func fits(_ count: Int, _ timestamp: UInt32) -> Bool {
        let ahead = Int(Int32(bitPattern: timestamp &- playout))
        return ahead >= 0 && ahead + count <= Self.capacity
    }

    private func store(_ payload: Span<UInt8>, _ timestamp: UInt32, _ table: G711) {
        for index in 0..<payload.count {
            cells[Int((timestamp &+ UInt32(truncatingIfNeeded: index)) & Self.mask)] = table.linear[Int(payload[index])]
        }
    }

    private mutating func start(at timestamp: UInt32) {
        cells.update(repeating: Self.empty, count: Self.capacity)
        playout = timestamp &- delay
        strays = 0
        isStarted = true
    }

    mutating func reset() { isStarted = false }

    /// Plays one frame into `frame` and returns how many of its samples had arrived.
    ///
    /// Samples that did not arrive are left as they are in `frame`: when the caller passes the same frame every time, a
    /// lost frame repeats the one before.
    mutating func read(into frame: UnsafeMutablePointer<Int16>) -> Int {
        guard isStarted else { return 0 }
        var present = 0
        for index in 0..<AudioFrame.samples {
            let cell = Int((playout &+ UInt32(truncatingIfNeeded: index)) & Self.mask)
            let value = cells[cell]
            if value != Self.empty {
                frame[index] = value
                cells[cell] = Self.empty
                present += 1
            }
        }
        playout &+= UInt32(AudioFrame.samples)
        return present
    }
}
