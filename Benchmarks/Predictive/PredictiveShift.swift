import Campaigns
import Dialer
import Foundation

/// One agent's work, as the simulated day has it: when he comes, takes breaks, and how long he writes after each call.
struct PredictiveShift {
    let number: AgentNumber
    let plan: SimulatedShift
    let floor: AgentFloor
    /// How long is written after a call of the customer with that number.
    let wrapUp: @Sendable (String) -> Duration

    /// Returns when he is logged out. After `end` each call and wrap-up is over at once.
    func work(from begin: ContinuousClock.Instant, until end: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: begin + .seconds(plan.beginsAt))
        try await floor.logIn(number)
        let leaving = Task { try await takeBreaks(from: begin) }
        let closing = Task {
            try await Task.sleep(until: end)
            try? await floor.endCall(number)
            try await floor.endWrapUp(number)
        }
        defer {
            leaving.cancel()
            closing.cancel()
        }
        var isReady = false
        var comesBack = false
        var written: String?
        for await view in try await floor.views(of: number) {
            switch (view.presence, view.activity) {
            case (.loggedOut, _):
                if isReady { return }
            case (.onBreak, .idle) where view.phone == .up && !comesBack:
                comesBack = true
                // The reason of a break of the plan is its length; the one at login has none.
                let length = Double(view.reason ?? "") ?? 0
                Task {
                    try await Task.sleep(for: .seconds(length))
                    try await floor.ready(number)
                }
            case (.ready, .idle), (.ready, .reserved): (isReady, comesBack) = (true, false)
            case (_, .talking) where ContinuousClock.now >= end: try? await floor.endCall(number)
            case (_, .wrapUp) where view.customer?.call != written:
                let call = view.customer?.call
                written = call
                let time = ContinuousClock.now >= end ? .zero : wrapUp(view.customer?.number ?? "")
                Task { try await endWrapUp(of: call, after: time) }
            default: break
            }
        }
    }

    private func takeBreaks(from begin: ContinuousClock.Instant) async throws {
        for leave in plan.breaks where leave.length.isFinite {
            try await Task.sleep(until: begin + .seconds(leave.at))
            try await floor.takeBreak(number, reason: "\(leave.length)")
        }
    }

    private func endWrapUp(of call: String?, after time: Duration) async throws {
        try await Task.sleep(for: time)
        let view = try await floor.view(of: number)
        // Another one by now is not to be ended.
        if view.activity == .wrapUp, view.customer?.call == call { try await floor.endWrapUp(number) }
    }
}
