/// A line to the carrier: where it is, who we are on it, and how much it takes.
package struct Trunk: Sendable, Equatable {
    /// How the carrier wants called numbers written.
    package enum NumberFormat: String, Sendable, CaseIterable {
        /// `+8613800001111`
        case e164WithPlus = "e164-plus"
        /// `8613800001111`
        case e164
        /// Country code taken off, national prefix put in front: `013800001111`; other countries by 00 (ITU-T E.164): `0085221234567`.
        case national
    }

    package var name: String
    package var host: String
    package var port: UInt16
    package var credentials: SIPCredentials?
    /// Calls at once, both ways together.
    package var channels: Int
    /// Channels that campaigns never take, so that calls that come in and faxes find one.
    package var reserved: Int
    package var callsPerSecond: Double
    package var numberFormat: NumberFormat
    /// Digits without plus, such as `86`; used by the national format.
    package var countryCode: String
    /// Put before national numbers, such as `0`.
    package var nationalPrefix: String

    package init(
        name: String,
        host: String,
        port: UInt16 = 5060,
        credentials: SIPCredentials? = nil,
        channels: Int = 90,
        reserved: Int = 0,
        callsPerSecond: Double = 10,
        numberFormat: NumberFormat = .e164WithPlus,
        countryCode: String = "86",
        nationalPrefix: String = "0"
    ) {
        self.name = name
        self.host = host
        self.port = port
        self.credentials = credentials
        self.channels = channels
        self.reserved = reserved
        self.callsPerSecond = callsPerSecond
        self.numberFormat = numberFormat
        self.countryCode = countryCode
        self.nationalPrefix = nationalPrefix
    }

    /// An E.164 number, with or without plus, as this trunk wants it; a short number such as `114` has no plus and stays as it is.
    package func dialled(_ number: String) -> String {
        let digits = number.hasPrefix("+") ? String(number.dropFirst()) : number
        guard number.hasPrefix("+") || digits.count > 8 else { return number }
        switch numberFormat {
        case .e164WithPlus: return "+" + digits
        case .e164: return digits
        case .national:
            guard !countryCode.isEmpty, digits.hasPrefix(countryCode) else { return "00" + digits }
            return nationalPrefix + digits.dropFirst(countryCode.count)
        }
    }
}
