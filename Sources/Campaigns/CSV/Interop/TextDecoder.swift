import Foundation

/// One iconv descriptor that turns a file's bytes into UTF-8, piece by piece.
///
/// What is no character becomes the byte 0xFF, which no UTF-8 has: whoever reads the value sees that it is broken.
final class TextDecoder {
    private static let broken: UInt8 = 0xFF

    private let descriptor: iconv_t
    private let unit: Int
    /// The beginning of a character whose end comes with the next piece.
    private var rest: [UInt8] = []

    /// Nil where the C library doesn't know the encoding.
    init?(from encoding: TextEncoding) {
        guard let descriptor = iconv_open("UTF-8", encoding.rawValue), Int(bitPattern: descriptor) != -1 else {
            return nil
        }
        self.descriptor = descriptor
        unit = encoding == .gb18030 || encoding == .utf8 ? 1 : 2
    }

    deinit { iconv_close(descriptor) }

    /// Adds the characters of `piece` to `output`.
    func decode(_ piece: [UInt8], into output: inout [UInt8]) {
        var input = rest + piece
        rest = []
        var from = 0
        // A character of two bytes has at most three in UTF-8, one of four has four.
        var buffer = [UInt8](repeating: 0, count: max(64, input.count * 2))
        while from < input.count {
            let (read, written, code) = convert(&input, from, &buffer)
            from += read
            output.append(contentsOf: buffer[..<written])
            switch code {
            case 0, E2BIG: continue
            case EINVAL:
                rest = Array(input[from...])
                return
            default:
                output.append(Self.broken)
                from = min(input.count, from + unit)
            }
        }
    }

    /// The file has ended: half a character stays one.
    func finish(into output: inout [UInt8]) {
        if !rest.isEmpty { output.append(Self.broken) }
        rest = []
    }

    private func convert(
        _ input: inout [UInt8],
        _ from: Int,
        _ buffer: inout [UInt8]
    ) -> (read: Int, written: Int, code: Int32) {
        let total = input.count - from
        return input.withUnsafeMutableBytes { source in
            buffer.withUnsafeMutableBytes { target in
                var start = source.baseAddress?.advanced(by: from).assumingMemoryBound(to: CChar.self)
                var end = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                var (left, room) = (total, target.count)
                let outcome = iconv(descriptor, &start, &left, &end, &room)
                return (total - left, target.count - room, outcome == -1 ? errno : 0)
            }
        }
    }
}
