import Synchronization

/// Something that can lie in a mailbox; it lies in one at a time.
class MailboxNode: @unchecked Sendable {
    fileprivate final var next: UnsafeMutableRawPointer?
}

/// An unbounded lock-free queue: any thread posts, one thread takes, in the order posted.
///
/// Neither side allocates or waits: the nodes carry their own links. Posting pushes on a stack; the reader takes the
/// whole stack at once and turns it round, so a node can't come back under a pusher's feet (no ABA).
final class Mailbox<Node: MailboxNode>: @unchecked Sendable {
    private let newest = Atomic<UnsafeMutableRawPointer?>(nil)
    /// The reader's own: nodes taken, oldest first.
    private var ordered: UnsafeMutableRawPointer?

    deinit {
        while next() != nil {}
    }

    func post(_ node: Node) { post(.passRetained(node)) }

    /// Hands over one reference, so that its last release is surely the reader's.
    func post(_ reference: Unmanaged<Node>) {
        let pointer = reference.toOpaque()
        var head = newest.load(ordering: .relaxed)
        while true {
            reference._withUnsafeGuaranteedRef { $0.next = head }
            let (exchanged, original) = newest.weakCompareExchange(
                expected: head,
                desired: pointer,
                successOrdering: .releasing,
                failureOrdering: .relaxed
            )
            if exchanged { return }
            head = original
        }
    }

    /// The oldest node waiting, with one reference that is now the caller's; only one thread may call it.
    func take() -> Unmanaged<Node>? {
        if ordered == nil { takeAll() }
        guard let pointer = ordered else { return nil }
        let reference = Unmanaged<Node>.fromOpaque(pointer)
        reference._withUnsafeGuaranteedRef { node in
            ordered = node.next
            node.next = nil
        }
        return reference
    }

    /// Like `take()`, for readers that may release what they took.
    func next() -> Node? { take()?.takeRetainedValue() }

    private func takeAll() {
        guard newest.load(ordering: .relaxed) != nil else { return }
        var rest = newest.exchange(nil, ordering: .acquiring)
        while let pointer = rest {
            Unmanaged<Node>.fromOpaque(pointer)._withUnsafeGuaranteedRef { node in
                rest = node.next
                node.next = ordered
            }
            ordered = pointer
        }
    }
}
