/// What is to happen, the earliest first, and of two at one moment the one that was added first.
struct EventQueue<Event> {
    private var heap: [(time: Double, serial: Int, event: Event)] = []
    private var serial = 0

    /// When the earliest one is; nil where nothing is to happen.
    var nextTime: Double? { heap.first?.time }

    mutating func add(_ event: Event, at time: Double) {
        heap.append((time, serial, event))
        serial += 1
        var child = heap.count - 1
        while child > 0, case let parent = (child - 1) / 2, isEarlier(child, parent) {
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The earliest one up to a moment.
    mutating func next(until time: Double) -> (time: Double, event: Event)? {
        guard let first = heap.first, first.time <= time else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while case let left = 2 * parent + 1, left < heap.count {
            let right = left + 1
            let child = right < heap.count && isEarlier(right, left) ? right : left
            guard isEarlier(child, parent) else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return (first.time, first.event)
    }

    private func isEarlier(_ one: Int, _ other: Int) -> Bool {
        (heap[one].time, heap[one].serial) < (heap[other].time, heap[other].serial)
    }
}
