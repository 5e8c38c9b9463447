import Synchronization

/// Ports for one test, none of which any other test gets: a leg may outlive the far end it sends to, and would be
/// heard by a leg of another test that has bound the far end's port by then.
package enum TestPorts {
    private static let ranges = Atomic(0)
    private static let count = 100

    package static func range() -> ClosedRange<UInt16> {
        let first = 17_000 + ranges.add(1, ordering: .relaxed).oldValue * count
        // Above are the ports that the system gives to whoever asks for any.
        precondition(first + count <= 32_768)
        return UInt16(first)...UInt16(first + count - 1)
    }
}
