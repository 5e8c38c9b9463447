import HTTPTypes
import Hummingbird

/// A file of a page, carried in the program.
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

    static let live = [
        PageAsset(path: "/", type: "text/html; charset=utf-8", bytes: PackageResources.live_html),
        PageAsset(path: "drawing.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.drawing_js),
        PageAsset(path: "live.css", type: "text/css; charset=utf-8", bytes: PackageResources.live_css),
        PageAsset(path: "live.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.live_js),
        PageAsset(path: "icon.svg", type: "image/svg+xml", bytes: PackageResources.icon_svg),
        PageAsset(path: "session.css", type: "text/css; charset=utf-8", bytes: PackageResources.session_css),
        PageAsset(path: "session.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.session_js),
    ]

    static let signIn = [
        PageAsset(path: "sign-in", type: "text/html; charset=utf-8", bytes: PackageResources.sign_in_html),
        PageAsset(path: "sign-in.css", type: "text/css; charset=utf-8", bytes: PackageResources.sign_in_css),
        PageAsset(path: "sign-in.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.sign_in_js),
    ]

    static let recordings = [
        PageAsset(path: "recordings", type: "text/html; charset=utf-8", bytes: PackageResources.recordings_html),
        PageAsset(path: "recordings.css", type: "text/css; charset=utf-8", bytes: PackageResources.recordings_css),
        PageAsset(path: "recordings.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.recordings_js),
    ]

    /// What people open, and are sent to the sign-in from.
    static let pages: Set<String> = ["/", "/agent", "/supervisor", "/recordings"]

    static let agent = [
        PageAsset(path: "agent", type: "text/html; charset=utf-8", bytes: PackageResources.agent_html),
        PageAsset(path: "desk.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.desk_js),
        PageAsset(path: "agent.css", type: "text/css; charset=utf-8", bytes: PackageResources.agent_css),
        PageAsset(
            path: "agent-deeds.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.agent_deeds_js),
        PageAsset(
            path: "agent-work.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.agent_work_js),
        PageAsset(
            path: "agent-outcome.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.agent_outcome_js),
        PageAsset(
            path: "agent-advice.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.agent_advice_js),
        PageAsset(path: "agent.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.agent_js),
    ]

    static let supervisor = [
        PageAsset(path: "supervisor", type: "text/html; charset=utf-8", bytes: PackageResources.supervisor_html),
        PageAsset(path: "supervisor.css", type: "text/css; charset=utf-8", bytes: PackageResources.supervisor_css),
        PageAsset(
            path: "supervisor-deeds.js", type: "text/javascript; charset=utf-8",
            bytes: PackageResources.supervisor_deeds_js),
        PageAsset(
            path: "supervisor.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.supervisor_js),
    ]
}
