import Foundation

/// What a password of a user must be, and how it is kept.
enum UserPassword {
    /// His last passwords, the one of now among them, can't be taken again.
    static let remembered = 5
    private static let lengths = 10...200

    /// Throws: `invalidRequest`.
    static func check(_ password: String, of name: String) throws(CampaignsError) {
        let plain = normal(password)
        guard lengths.contains(plain.count) else {
            throw CampaignsError(
                .invalidRequest,
                "A password has \(lengths.lowerBound) to \(lengths.upperBound) characters; this one has \(plain.count)."
            )
        }
        guard plain.lowercased() != name.lowercased() else {
            throw CampaignsError(.invalidRequest, "A password is not the name of its user. Think of another.")
        }
    }

    static func hash(_ password: String, cost: Int) async throws -> String {
        try await ScryptHash.make(normal(password), cost: cost).text
    }

    static func matches(_ password: String, _ hash: String) async throws -> Bool {
        try await ScryptHash(text: hash)?.matches(normal(password)) == true
    }

    /// One keyboard writes é as one character, another as two.
    private static func normal(_ password: String) -> String { password.precomposedStringWithCanonicalMapping }
}
