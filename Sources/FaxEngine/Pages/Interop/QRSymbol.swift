import CQREncode

/// A QR code as a square of modules (ISO/IEC 18004), byte mode, error correction level M.
struct QRSymbol {
    let side: Int
    private let dark: [Bool]

    init(_ payload: String) throws(FaxError) {
        let octets = Array(payload.utf8)
        let code = octets.isEmpty ? nil : QRcode_encodeData(Int32(octets.count), octets, 0, QR_ECLEVEL_M)
        guard let code, let data = code.pointee.data else {
            throw FaxError(
                .unusableDocument,
                "A QR code cannot hold \(octets.count) octets: shorten the payment link."
            )
        }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        self.side = side
        // The lowest bit of a module says whether it is dark; the others say what it is for.
        dark = (0..<side * side).map { data[$0] & 1 == 1 }
    }

    func isDark(column: Int, row: Int) -> Bool { dark[row * side + column] }
}
