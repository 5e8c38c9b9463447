import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// A password's hash with all that it takes to check one: `scrypt$N$r$p$salt$hash`, the last two in base 64.
///
/// Standard: RFC 7914.
struct ScryptHash: Sendable {
    private static let blockSize = 8
    private static let parallelism = 1
    /// One at a time: the work is meant to be heavy, and must leave the other core to the calls.
    private static let queue = DispatchQueue(label: "dialerd.passwords")

    private let cost: Int
    private let salt: Data
    private let hash: Data

    static func make(_ password: String, cost: Int) async throws -> ScryptHash {
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        let key = try await derive(password, salt: salt, cost: cost)
        return ScryptHash(cost: cost, salt: salt, hash: key.withUnsafeBytes { Data($0) })
    }

    private init(cost: Int, salt: Data, hash: Data) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    init?(text: String) {
        let parts = text.split(separator: "$")
        guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), Int(parts[2]) == Self.blockSize,
            Int(parts[3]) == Self.parallelism, let salt = Data(base64Encoded: String(parts[4])),
            let hash = Data(base64Encoded: String(parts[5])), hash.count == 32
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    var text: String {
        "scrypt$\(cost)$\(Self.blockSize)$\(Self.parallelism)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
    }

    func matches(_ password: String) async throws -> Bool {
        // SymmetricKey compares in constant time.
        try await Self.derive(password, salt: salt, cost: cost) == SymmetricKey(data: hash)
    }

    private static func derive(_ password: String, salt: Data, cost: Int) async throws -> SymmetricKey {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Data(password.utf8),
                            salt: salt,
                            outputByteCount: 32,
                            rounds: cost,
                            blockSize: blockSize,
                            parallelism: parallelism
                        )
                    }
                )
            }
        }
    }
}
