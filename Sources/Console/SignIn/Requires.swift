import Campaigns
import HTTPTypes
import Hummingbird

/// Lets only those by who have the right, once there are users.
///
/// As in `router.group("api/agents/{number}").add(middleware: Requires(.own(or: .supervisor), access))`.
struct Requires<Context: RequestContext>: RouterMiddleware {
    enum Right: Sendable {
        /// Any of these roles.
        case any(Set<User.Role>)
        /// The path's `number` is his own, or he has one of these roles.
        case own(or: Set<User.Role>)
        /// The path's `number` is his own, and he has this role.
        case ownAs(User.Role)
    }

    private let right: Right
    private let access: ConsoleAccess?
    private let wantsUser: Bool

    /// - Parameters:
    ///   - access: nil lets everybody by.
    ///   - wantsUser: lets nobody by as long as there are no users.
    init(_ right: Right, _ access: ConsoleAccess?, wantsUser: Bool = false) {
        self.right = right
        self.access = access
        self.wantsUser = wantsUser
    }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        switch try await access?.visitor(request) ?? .everybody {
        case .everybody where wantsUser:
            throw Refusal(
                .forbidden, "This wants a sign-in, and there are no users yet: `dialerd user add` makes the first.")
        case .everybody: break
        case .nobody: throw Refusal(.unauthorized, "Sign in first, at /sign-in.")
        case .user(let user):
            guard Self.has(user, right, number: context.parameters.get("number")) else {
                throw Refusal(.forbidden, "\(user.name) has no right to this.")
            }
        }
        return try await next(request, context)
    }

    /// - Parameter number: the path's.
    static func has(_ user: User, _ right: Right, number: String?) -> Bool {
        let isOwn = number != nil && user.agent?.text == number
        return switch right {
        case .any(let roles): user.hasAny(of: roles)
        case .own(let roles): isOwn || user.hasAny(of: roles)
        case .ownAs(let role): isOwn && user.hasAny(of: [role])
        }
    }
}
