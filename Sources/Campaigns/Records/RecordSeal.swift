package import Crypto
import Foundation

/// The keys of the sealed records, and what is done with them: link, encrypt, open.
///
/// All are drawn from one master key (HKDF, RFC 5869), each for one use only.
package struct RecordSeal: Sendable {
    /// Names the master key without telling it; the chain's first record and complaints say it.
    package let keyID: String
    /// Keyed and ready: keying anew would be half the work of each record.
    private let chain: HMAC<SHA256>
    private let anchors: SymmetricKey
    private let secrets: SymmetricKey
    /// For sums over records.
    let sums: SymmetricKey

    package init(master: SymmetricKey) {
        func derived(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: master, info: Data("dialerd records: \(use)".utf8), outputByteCount: 32)
        }
        keyID = derived("name").withUnsafeBytes { Hexadecimal.text($0.prefix(8)) }
        chain = HMAC(key: derived("chain"))
        anchors = derived("anchors")
        secrets = derived("secrets")
        sums = derived("sums")
    }

    /// The mac of a record that follows the one whose mac is `previous`.
    ///
    /// Standard: HMAC-SHA256, RFC 2104.
    func mac(of record: SealedRecord, after previous: Data) -> Data {
        var fields = SealedBytes()
        fields.append(previous)
        fields.append(record.sequence)
        fields.append(record.kind.utf8)
        fields.append(optional: record.subject.map { withUnsafeBytes(of: $0.bigEndian, Array.init) })
        fields.append(record.at)
        fields.append(record.body)
        fields.append(optional: record.secret)
        var mac = chain
        mac.update(data: fields.bytes)
        return Data(mac.finalize())
    }

    /// The mac of an anchor's text.
    func mac(ofAnchor text: some StringProtocol) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: anchors))
    }

    /// Compares in constant time.
    func isMac(_ mac: Data, ofAnchor text: some StringProtocol) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: Data(text.utf8), using: anchors)
    }

    /// Encrypts a secret for one place in the chain.
    ///
    /// The nonce is random: a counter such as the sequence would come twice once a backup is restored, and with it the
    /// key stream. Standard: AES-256-GCM, NIST SP 800-38D.
    func close(_ secret: RecordSecret, kind: RecordKind, subject: Int64?, sequence: Int64) throws -> Data {
        let box = try AES.GCM.seal(
            secret.padded(), using: secrets, authenticating: place(kind.rawValue, subject, sequence))
        guard let sealed = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return sealed
    }

    /// Throws: `recordAltered` where it isn't what was sealed for this place, or with this key.
    func open(_ sealed: Data, kind: RecordKind, subject: Int64?, sequence: Int64) throws -> RecordSecret {
        do {
            let json = try AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed), using: secrets,
                authenticating: place(kind.rawValue, subject, sequence))
            return try RecordSecret(padded: json)
        } catch {
            throw CampaignsError(
                .recordAltered,
                "The secret part of sealed record \(sequence) can't be opened with the key \(keyID). "
                    + "Let `dialerd verify` say what was changed."
            )
        }
    }

    /// Keeps a secret from being moved to another record.
    private func place(_ kind: String, _ subject: Int64?, _ sequence: Int64) -> [UInt8] {
        var fields = SealedBytes()
        fields.append(kind.utf8)
        fields.append(optional: subject.map { withUnsafeBytes(of: $0.bigEndian, Array.init) })
        fields.append(sequence)
        return fields.bytes
    }
}

/// Bytes in text, two digits each, in small letters.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Nil for anything but whole bytes of digits and small letters.
    static func bytes(_ text: some StringProtocol) -> Data? {
        let digits = text.utf8.compactMap { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return Data(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }
}
