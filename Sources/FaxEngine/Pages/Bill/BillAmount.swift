/// Money and quantities as a bill prints them.
enum BillAmount {
    /// 123456 fen are "1,234.56".
    static func text(fen: Int64) -> String {
        let yuan = String(fen.magnitude / 100)
        var grouped = ""
        for (index, digit) in yuan.enumerated() {
            if index > 0, (yuan.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return (fen < 0 ? "-" : "") + grouped + "." + twoDigits(Int(fen.magnitude % 100))
    }

    /// "12:34", or "1:02:03" from an hour on.
    static func text(seconds: Int) -> String {
        let clock = twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60)
        return seconds < 3600 ? clock : "\(seconds / 3600):\(clock)"
    }

    /// "812 KB", "12.3 MB": powers of 1024, one decimal, rounded down.
    static func text(octets: Int64) -> String {
        let kilo = octets / 1024
        if kilo < 1024 { return "\(kilo) KB" }
        let (unit, name): (Int64, String) = kilo < 1024 * 1024 ? (1024, "MB") : (1024 * 1024, "GB")
        return "\(kilo / unit).\(kilo % unit * 10 / unit) \(name)"
    }
}
