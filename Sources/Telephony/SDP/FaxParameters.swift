/// The attributes of a T.38 line (T.38 Annex D, table D.1).
package struct FaxParameters: Sendable, Equatable {
    /// How lost packets are made good.
    package enum ErrorCorrection: String, Sendable {
        case redundancy = "t38UDPRedundancy"
        case forwardErrorCorrection = "t38UDPFEC"
        case none = "t38UDPNoEC"
    }

    /// The T.38 version; absent on the wire means 0.
    package var version: Int
    /// In bit/s.
    package var maxBitRate: Int
    /// Bytes that the receiver can hold.
    package var maxBuffer: Int?
    /// The longest datagram in bytes that the describing side takes.
    package var maxDatagram: Int?
    package var errorCorrection: ErrorCorrection
    package var fillBitRemoval: Bool

    /// What we offer: version 0, because senders of other versions disagree on its grammar; Asterisk and FreeSWITCH do the same.
    package init(
        version: Int = 0,
        maxBitRate: Int = 14_400,
        maxBuffer: Int? = 2_000,
        maxDatagram: Int? = 400,
        errorCorrection: ErrorCorrection = .redundancy,
        fillBitRemoval: Bool = false
    ) {
        self.version = version
        self.maxBitRate = maxBitRate
        self.maxBuffer = maxBuffer
        self.maxDatagram = maxDatagram
        self.errorCorrection = errorCorrection
        self.fillBitRemoval = fillBitRemoval
    }

    /// Reads the attributes of a line; what is absent or unreadable takes the standard's default.
    init(_ attributes: [SessionAttribute]) {
        func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
            attributes.first(named: name)?.value.flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
        }
        // Present without a value means yes; some gateways write ":0" and ":1" (Cisco).
        func flag(_ name: String) -> Bool {
            attributes.first(named: name).map { $0.value != "0" } ?? false
        }
        let correction: ErrorCorrection =
            switch attributes.first(named: "T38FaxUdpEC")?.value?.lowercased() {
            case "t38udpfec": .forwardErrorCorrection
            case "t38udpnoec": .none
            default: .redundancy
            }
        self.init(
            version: number("T38FaxVersion", in: 0...99) ?? 0,
            maxBitRate: number("T38MaxBitRate", in: 2_400...64_000) ?? 14_400,
            maxBuffer: number("T38FaxMaxBuffer", in: 0...1_000_000),
            maxDatagram: number("T38FaxMaxDatagram", in: 0...65_535),
            errorCorrection: correction,
            fillBitRemoval: flag("T38FaxFillBitRemoval")
        )
    }

    var attributes: [SessionAttribute] {
        var lines = [
            SessionAttribute("T38FaxVersion", String(version)),
            SessionAttribute("T38MaxBitRate", String(maxBitRate)),
        ]
        if fillBitRemoval { lines.append(SessionAttribute("T38FaxFillBitRemoval")) }
        // Over UDP the training check always travels as data; localTCF is for TCP (T.38 §8.1).
        lines.append(SessionAttribute("T38FaxRateManagement", "transferredTCF"))
        if let maxBuffer { lines.append(SessionAttribute("T38FaxMaxBuffer", String(maxBuffer))) }
        if let maxDatagram { lines.append(SessionAttribute("T38FaxMaxDatagram", String(maxDatagram))) }
        lines.append(SessionAttribute("T38FaxUdpEC", errorCorrection.rawValue))
        return lines
    }
}
