import Campaigns
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Signing in and out, and who one is.
struct SignInRoutes: Sendable {
    let access: ConsoleAccess
    private static let bodyLimit = 4_096

    private struct Form: Decodable {
        let name: String
        let password: String
        /// Where the password is to be changed.
        let newPassword: String?
    }

    /// The page asks for another password then.
    private struct TooOld: Encodable {
        let error = "Your password is too old. Give a new one."
        let wantsNewPassword = true
    }

    /// Who the page is for.
    private struct Identity: Encodable {
        var hasUsers = true
        var name: String?
        var agent: AgentNumber?
        var roles: [String] = []

        init(_ user: User) {
            (name, agent) = (user.name, user.agent)
            roles = user.roles.map(\.rawValue).sorted()
        }

        private init() { hasUsers = false }

        static let everybody = Identity()
    }

    func add(to router: Router<BasicRequestContext>) {
        for asset in PageAsset.signIn {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        let api = router.group("api").add(middleware: OwnPagesOnly())
        api.post("sign-in") { request, _ in try await signIn(request) }
        api.post("sign-out") { request, _ in try await signOut(request) }
        api.get("session") { request, _ in
            switch try await access.visitor(request, isUse: false) {
            case .user(let user): return try Response(json: Identity(user))
            case .everybody: return try Response(json: Identity.everybody)
            case .nobody: throw Refusal(.unauthorized, "Nobody is signed in.")
            }
        }
    }

    private func signIn(_ request: Request) async throws -> Response {
        let form = try await form(of: request)
        guard try await access.users.hasUsers() else {
            throw Refusal(.conflict, "There are no users yet: `dialerd user add` makes the first.")
        }
        let now = access.now()
        guard await access.tries.take(now: now) else {
            throw Refusal(.tooManyRequests, "Too many sign-ins are being tried. Wait a minute, then try again.")
        }
        let verdict: SignInVerdict
        do {
            verdict = try await access.users.signIn(
                form.name, form.password, newPassword: form.newPassword, now: now)
        } catch let error as CampaignsError where error.code == .invalidRequest {
            throw Refusal(.badRequest, error.description)
        }
        switch verdict {
        case .accepted(let user):
            await access.tries.giveBack()
            var response = try Response(json: Identity(user))
            response.setCookie(Self.cookie(await access.sessions.begin(user.name, now: now)))
            return response
        case .wrong: throw Refusal(.unauthorized, "Name and password don't belong together.")
        case .locked(let until):
            let minutes = max(1, (until.milliseconds - now.milliseconds + 59_999) / 60_000)
            throw Refusal(
                .tooManyRequests,
                "Too many wrong passwords: this name is locked for \(minutes) more minute\(minutes == 1 ? "" : "s"). "
                    + "`dialerd user password` unlocks it.")
        case .disabled: throw Refusal(.forbidden, "This user is disabled. Ask an administrator.")
        case .tooOld:
            return try Response(json: TooOld(), status: .forbidden)
        }
    }

    private func signOut(_ request: Request) async throws -> Response {
        if let token = request.cookies[ConsoleAccess.cookie]?.value, let name = await access.sessions.end(token) {
            try await access.users.note(name, "signed out", now: access.now())
        }
        var response = Response(status: .noContent)
        response.setCookie(Self.cookie("", maxAge: 0))
        return response
    }

    private func form(of request: Request) async throws -> Form {
        do {
            let body = try await request.body.collect(upTo: Self.bodyLimit)
            return try JSONDecoder().decode(Form.self, from: Data(body.readableBytesView))
        } catch is DecodingError {
            throw Refusal(.badRequest, #"A sign-in wants a body such as {"name": "wang", "password": "…"}."#)
        } catch is NIOTooManyBytesError {
            throw Refusal(.contentTooLarge, "A sign-in has at most \(Self.bodyLimit) bytes.")
        }
    }

    /// Not `Secure`, for the console speaks plain HTTP and to this machine only; the tunnel has its own secrecy.
    private static func cookie(_ token: String, maxAge: Int? = nil) -> Cookie {
        Cookie(
            name: ConsoleAccess.cookie, value: token, maxAge: maxAge, path: "/", secure: false, httpOnly: true,
            sameSite: .strict)
    }
}
