/// Reads the two parts of `/faxes/{fax}/pages/{n}.png`, which anybody can send.
enum PagePictureName {
    /// Letters, digits, `-` and `_`, at most 64: nothing that means something to a file system.
    static func isIdentifier(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// The page number, from 1 to 9999, in a file name such as `12.png`.
    static func page(ofFile file: String) -> Int? {
        guard file.hasSuffix(".png") else { return nil }
        let digits = file.dropLast(4)
        guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits).flatMap { $0 > 0 ? $0 : nil }
    }
}
