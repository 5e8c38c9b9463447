/// Where tasks run that outlive the one that began them.
///
/// A new `Task` forgets the executor of its maker, but keeps its task-local values; so a simulation says here that
/// everything stays on its one thread.
enum Workplace {
    /// Nil for the threads that Swift gives.
    @TaskLocal static var executor: (any TaskExecutor)?

    /// Begins a task of its own in the same place.
    @discardableResult
    static func begin<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Task<Value, Never> {
        Task(executorPreference: executor) { await work() }
    }
}
