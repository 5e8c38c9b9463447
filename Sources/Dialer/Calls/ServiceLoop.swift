import ServiceLifecycle

/// Runs the loop of a service until the daemon is asked to stop.
///
/// The loop is cancelled then; the calls it began are tasks of their own, and are waited for.
func untilShutdown(_ loop: @Sendable @escaping () async throws -> Void) async throws {
    do {
        try await cancelWhenGracefulShutdown(loop)
    } catch is CancellationError {}
}
