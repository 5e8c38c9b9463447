import HTTPTypes
import Hummingbird

/// Tells the browser, on every answer, to trust nothing but our own files and to keep nothing.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    private let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "media-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (HTTPField.Name("Referrer-Policy")!, "no-referrer"),
        // Another site may not show our fax pages.
        (HTTPField.Name("Cross-Origin-Resource-Policy")!, "same-origin"),
        // Bills don't belong in a browser's disk cache.
        (.cacheControl, "no-store"),
    ]

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        for (name, value) in headers { response.headers[name] = value }
        return response
    }
}
