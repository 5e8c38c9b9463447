/// Everything about a call that is to be placed.
package struct Invitation: Sendable {
    /// Where the INVITE is sent, an IPv4 address or a name.
    package var host: String
    package var port: UInt16
    /// The called number as the trunk wants it.
    package var number: String
    package var callerID: String
    package var displayName: String
    /// The Call-ID; the attempt's id is in it, so that the far end's log can be joined with ours.
    package var callID: String
    package var offer: SessionDescription
    package var credentials: SIPCredentials?
    package var headers: [SIPHeader]
    /// How long to wait for an answer: from the INVITE, and once more in full from the first 18x; then the call is cancelled.
    package var ringLimit: Duration

    package init(
        host: String,
        port: UInt16 = 5060,
        number: String,
        callerID: String,
        displayName: String = "",
        callID: String,
        offer: SessionDescription,
        credentials: SIPCredentials? = nil,
        headers: [SIPHeader] = [],
        ringLimit: Duration = .seconds(30)
    ) {
        self.host = host
        self.port = port
        self.number = number
        self.callerID = callerID
        self.displayName = displayName
        self.callID = callID
        self.offer = offer
        self.credentials = credentials
        self.headers = headers
        self.ringLimit = ringLimit
    }

    /// Refuses what could not stand in a SIP address, or would change its meaning.
    func validate() throws(TelephonyError) {
        for text in [number, callerID] {
            guard (1...40).contains(text.utf8.count), text.utf8.allSatisfy(Self.isUserCharacter) else {
                throw TelephonyError(
                    .badTarget,
                    "A number to call or to show may have digits, letters and + * # - . _ only, at most 40 of them."
                )
            }
        }
        guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(Self.isHostCharacter) else {
            throw TelephonyError(.badTarget, "The trunk's host is not an IPv4 address or a host name.")
        }
        guard !callID.isEmpty, callID.utf8.count <= 128, callID.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw TelephonyError(.badTarget, "A Call-ID is 1 to 128 printable characters without spaces.")
        }
    }

    private static func isUserCharacter(_ byte: UInt8) -> Bool {
        isHostCharacter(byte) || "+*#_".utf8.contains(byte)
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The number as the user part of an address, where `#` must be escaped (RFC 3261 §25.1).
    static func user(_ number: String) -> String { number.replacing("#", with: "%23") }
}
