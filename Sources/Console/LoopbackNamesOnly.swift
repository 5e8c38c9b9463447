import HTTPTypes
import Hummingbird

/// Answers only where the browser was pointed at this machine by a loopback name.
///
/// Listening on 127.0.0.1 keeps other machines out, but not a web site that rebinds its own name to 127.0.0.1 and
/// lets the victim's browser read us under that name.
struct LoopbackNamesOnly<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard Self.isLoopback(authority: request.head.authority ?? "") else {
            throw HTTPError(.forbidden, message: "This console answers at 127.0.0.1 or localhost only.")
        }
        return try await next(request, context)
    }

    /// Whether a `Host` (with or without port) names this machine.
    static func isLoopback(authority: String) -> Bool {
        let host =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" }.dropFirst()
            : authority.prefix { $0 != ":" }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isNet127 = parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        return isNet127 || host == "::1" || host.lowercased() == "localhost"
    }
}
