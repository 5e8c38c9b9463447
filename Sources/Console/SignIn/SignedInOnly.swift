import HTTPTypes
import Hummingbird
import NIOCore

/// Answers only those who are signed in, as soon as there are users.
///
/// A page sends the browser to the sign-in; everything else is refused. A stream ends with the session that it was begun in.
struct SignedInOnly<Context: RequestContext>: RouterMiddleware {
    let access: ConsoleAccess

    /// What the page of the sign-in is made of, and what says only that we are up.
    private static var open: Set<String> {
        [
            "/sign-in", "/sign-in.css", "/sign-in.js", "/live.css", "/icon.svg", "/health", "/api/sign-in",
            "/api/sign-out", "/api/session",
        ]
    }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        if Self.open.contains(path) { return try await next(request, context) }
        switch try await access.visitor(request) {
        case .everybody: return try await next(request, context)
        case .nobody: return try refuse(request, path)
        case .user:
            var response = try await next(request, context)
            if response.headers[.contentType] == "text/event-stream" {
                response.body = response.body.map { [access] piece in
                    // Cut, not ended: the browser asks again, and learns why.
                    guard case .user = try await access.visitor(request, isUse: false) else {
                        throw Refusal(.unauthorized, "The session is over.")
                    }
                    return piece
                }
            }
            return response
        }
    }

    private func refuse(_ request: Request, _ path: String) throws -> Response {
        if request.method == .get, PageAsset.pages.contains(path) {
            return Response(status: .seeOther, headers: [.location: "/sign-in?then=\(path)"])
        }
        var response = try Response(json: ["error": "Sign in first, at /sign-in."], status: .unauthorized)
        // RFC 9110 §15.5.2 wants one; a scheme that no browser knows opens no window of its own.
        response.headers[.wwwAuthenticate] = "Cookie realm=\"dialerd\""
        return response
    }
}
