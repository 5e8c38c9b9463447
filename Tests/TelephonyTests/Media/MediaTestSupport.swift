import Programs
import Synchronization
import Testing

@testable import Telephony

/// The loopback engine of one test.
func makeEngine(threads: Int = 1) throws -> MediaEngine {
    try MediaEngine(threads: threads, bindAddress: "127.0.0.1", ports: TestPorts.range())
}

/// One whose legs move with `tick()` only.
func makeStillEngine(threads: Int = 1) throws -> MediaEngine {
    try MediaEngine(standingStill: threads, bindAddress: "127.0.0.1", ports: TestPorts.range())
}

func parameters(
    to port: UInt16,
    codec: AudioCodec = .pcma,
    telephoneEvent: UInt8? = 101
) throws -> MediaParameters {
    let address = try #require(MediaAddress(host: "127.0.0.1", port: port))
    return MediaParameters(remote: MediaRemote(address: address, codec: codec, telephoneEvent: telephoneEvent))
}

/// Runs `work`, and fails when it isn't done after `limit`: no measure of anything, but nothing shall hang for ever.
func within<Value: Sendable>(
    _ limit: Duration = .seconds(60),
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: work)
        group.addTask {
            try await Task.sleep(for: limit)
            throw TimeLimitPassed(limit: limit)
        }
        defer { group.cancelAll() }
        return try #require(try await group.next())
    }
}

struct TimeLimitPassed: Error {
    let limit: Duration
}

extension MediaLeg {
    /// The next event that `matches`, skipping others.
    func next(_ matches: @escaping @Sendable (MediaEvent) -> Bool) async throws -> MediaEvent {
        try await within { [events] in
            for await event in events where matches(event) { return event }
            throw CancellationError()
        }
    }

    /// All events to the end.
    func remainingEvents() async throws -> [MediaEvent] {
        try await within { [events] in await events.reduce(into: []) { $0.append($1) } }
    }
}

/// Linear samples that differ from each other everywhere, so that a gap or a repeat can't hide.
func ramp(_ samples: Int, from start: Int = 0) -> [Int16] {
    (start..<start + samples).map { Int16(truncatingIfNeeded: ($0 &* 7919) % 30_000 - 15_000) }
}

/// Collects what a frame leg hears.
final class Recorder: Sendable {
    private let heard = Mutex<[Int16]>([])

    func append(_ frame: Span<Int16>) {
        heard.withLock { heard in
            for index in frame.indices { heard.append(frame[index]) }
        }
    }

    var samples: [Int16] { heard.withLock { $0 } }
}
