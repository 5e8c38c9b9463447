import Synchronization

/// Ports for one test, none of which any other test gets: a leg may outlive the far end it sends to, and would be
/// heard by a leg of another test that has bound the far end's port by then.
package enum TestPorts {
    private static let next = Atomic(10_000)

    /// - Parameter count: a leg has two.
    package static func range(of count: Int = 40) -> ClosedRange<UInt16> {
        let first = next.add(count, ordering: .relaxed).oldValue
        // Above are the ports that the system gives to whoever asks for any.
        precondition(first + count <= 32_768)
        return UInt16(first)...UInt16(first + count - 1)
    }
}
