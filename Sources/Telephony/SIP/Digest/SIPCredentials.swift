/// Who we are to a trunk that asks; never logged.
package struct SIPCredentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    package var username: String
    package var password: String

    package init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    package var description: String { "SIPCredentials(\(username), password hidden)" }
    package var debugDescription: String { description }
}
