import Dialer
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// What can be asked of the console.
struct LiveRoutes: Sendable {
    let board: LiveBoard
    let pagePicture: FaxPagePicture

    func add(to router: Router<BasicRequestContext>) {
        for asset in PageAsset.live {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        router.get("health") { _, _ in
            Response(status: .ok, headers: [.contentType: "text/plain"], body: .init(byteBuffer: .init(string: "ok\n")))
        }
        router.get("api/live") { _, _ in
            let json = try LiveJSON.encode(await board.state)
            return Response(
                status: .ok,
                headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(bytes: json))
            )
        }
        router.get("events") { _, _ in events() }
        router.get("faxes/{fax}/pages/{file}") { _, context in
            try await picture(
                fax: context.parameters.require("fax"),
                file: context.parameters.require("file"),
                logger: context.logger
            )
        }
    }

    /// The states of the board as server-sent events, until the browser leaves or the dialer shuts down.
    ///
    /// Every event is a whole state, so a `Last-Event-ID` needs no answer of its own: whoever comes back gets the
    /// state of now.
    /// Standard: HTML Living Standard §9.2.
    private func events() -> Response {
        let board = board
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                for await state in await board.snapshots().cancelOnGracefulShutdown() {
                    try await writer.write(LiveJSON.event("state", id: state.revision, of: state))
                }
                try await writer.finish(nil)
            }
        )
    }

    private func picture(fax: String, file: String, logger: Logger) async throws -> Response {
        guard PagePictureName.isIdentifier(fax), let page = PagePictureName.page(ofFile: file) else {
            throw HTTPError(.notFound)
        }
        let picture: [UInt8]?
        do {
            picture = try await pagePicture(fax, page)
        } catch {
            logger.warning(
                "No picture of a fax page",
                metadata: ["fax": "\(fax)", "page": "\(page)", "error": "\(error)"]
            )
            throw HTTPError(.internalServerError, message: "This page cannot be shown; the log says why.")
        }
        guard let picture else { throw HTTPError(.notFound, message: "There is no picture of this page.") }
        return Response(
            status: .ok,
            headers: [.contentType: "image/png"],
            body: .init(byteBuffer: ByteBuffer(bytes: picture))
        )
    }
}
