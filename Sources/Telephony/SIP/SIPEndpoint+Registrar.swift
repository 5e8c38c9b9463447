/// Telephones that register with us.
extension SIPEndpoint {
    /// Where a user's telephone is rung now; nil where it isn't there.
    package func binding(of user: String) -> Registrar.Binding? { registrar?.binding(of: user, at: now()) }

    func register(_ handle: OpaquePointer, _ request: RegisterRequest?, _ agent: SofiaAgent) {
        var tags = SofiaTags()
        guard let request, let answer = registrar?.handle(request, at: now()) else {
            agent.respond(403, handle, tags)
            return
        }
        tags.headers(answer.response.headers)
        agent.respond(answer.response.status, handle, tags)
        if let change = answer.change { registrationChanges.yield(change) }
        watchForExpiry()
    }

    /// Looks again when the next registration runs out.
    private func watchForExpiry() {
        expiryWatch?.cancel()
        guard let next = registrar?.nextExpiry else { return }
        expiryWatch = Task {
            try? await Task.sleep(for: .milliseconds(max(0, next - now())))
            guard !Task.isCancelled else { return }
            for change in self.registrar?.expire(at: now()) ?? [] { self.registrationChanges.yield(change) }
            self.watchForExpiry()
        }
    }
}
