import HTTPTypes
import Hummingbird

/// Takes commands from our own pages only.
///
/// A form of another web site can post to us with the agent's browser, but not as JSON: for that the browser would
/// ask us first (CORS, Fetch Standard §3.2), and we never say yes. Its `Origin` gives it away besides.
struct OwnPagesOnly<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post else { return try await next(request, context) }
        if let origin = request.headers[.origin], !Self.isOwn(origin, authority: request.head.authority ?? "") {
            throw Refusal(.forbidden, "Another web site asked for this, so it is not done.")
        }
        let type = request.headers[.contentType].flatMap { MediaType(from: $0) }
        guard let type, type.isType(.applicationJson) else {
            throw Refusal(.unsupportedMediaType, "A command is sent with “Content-Type: application/json”.")
        }
        return try await next(request, context)
    }

    /// Whether an `Origin` is the host that the request went to.
    static func isOwn(_ origin: String, authority: String) -> Bool {
        !authority.isEmpty
            && ["http://\(authority)", "https://\(authority)"].contains { $0.lowercased() == origin.lowercased() }
    }
}
