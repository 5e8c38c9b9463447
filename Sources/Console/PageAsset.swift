import HTTPTypes
import Hummingbird

/// A file of the page, carried in the program.
struct PageAsset: Sendable {
    let path: String
    let response: Response

    private init(path: String, type: String, bytes: [UInt8]) {
        self.path = path
        response = Response(
            status: .ok,
            headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    static let all = [
        PageAsset(path: "/", type: "text/html; charset=utf-8", bytes: PackageResources.live_html),
        PageAsset(path: "live.css", type: "text/css; charset=utf-8", bytes: PackageResources.live_css),
        PageAsset(path: "live.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.live_js),
        PageAsset(path: "icon.svg", type: "image/svg+xml", bytes: PackageResources.icon_svg),
    ]
}
