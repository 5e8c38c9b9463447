import Dialer
import Foundation
import Synchronization

/// What an agent's page shows, and the dialer's time, by which its clock runs.
struct AgentMoment: Codable, Hashable {
    let at: Date
    let view: AgentView
}

extension AsyncStream<AgentView> {
    /// The views, and again the last one whenever the time is over, until there are no more.
    func repeated(each pause: Duration) -> AsyncStream<AgentView> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let last = Mutex<AgentView?>(nil)
            // Under the lock, so that no repetition comes after the view that follows.
            let pass: @Sendable (AgentView?) -> Void = { view in
                last.withLock { last in
                    last = view ?? last
                    if let last { continuation.yield(last) }
                }
            }
            let task = Task {
                await withTaskGroup { group in
                    group.addTask { for await view in self { pass(view) } }
                    group.addTask { while (try? await Task.sleep(for: pause)) != nil { pass(nil) } }
                    await group.next()
                    group.cancelAll()
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
