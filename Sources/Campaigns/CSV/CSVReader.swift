import Foundation

/// Reads a CSV file row by row, in as much memory for a large file as for a small one.
///
/// A row that can't be read costs itself only: reading goes on at the line after the one it begins on.
/// Standard: RFC 4180, with semicolons and tabs as well, and any of CR, LF and CRLF at a line's end.
final class CSVReader {
    let encoding: TextEncoding
    let delimiter: CSVDelimiter
    private let limits: CSVLimits
    private let source: ByteSource
    private let decoder: TextDecoder?
    private let parser: CSVParser

    /// Characters in UTF-8, from the beginning of the row that is being read.
    private var window: [UInt8] = []
    /// What comes next in the window, and which line of the file that is on.
    private var (position, line) = (0, 1)
    private var row = RowPlace(start: 0, line: 1)
    private var isSkippingLine = false
    private var endedWithReturn = false
    private var hasEnded = false

    private struct RowPlace {
        var start: Int
        var line: Int
        /// Where the line after its first one begins, once that is known.
        var secondLine: Int?
    }

    /// - Parameters:
    ///   - encoding: Nil to find out; a byte order mark in the file is right in any case.
    ///   - delimiter: Nil to find out by the first line.
    ///
    /// Throws: `badList`.
    init(
        _ file: URL, encoding: TextEncoding? = nil, delimiter: CSVDelimiter? = nil, limits: CSVLimits = CSVLimits()
    ) throws(CampaignsError) {
        self.limits = limits
        source = try ByteSource(file)
        let head = try source.read()
        let mark = TextEncoding.marked(head)
        self.encoding = mark?.encoding ?? encoding ?? TextEncoding.guess(head)
        decoder = self.encoding == .utf8 ? nil : TextDecoder(from: self.encoding)
        if self.encoding != .utf8, decoder == nil {
            throw CampaignsError(.badList, "\(file.path): this system can't read \(self.encoding.rawValue).")
        }
        let text = Array(head.dropFirst(mark?.length ?? 0))
        if let decoder { decoder.decode(text, into: &window) } else { window = text }
        self.delimiter = delimiter ?? CSVDelimiter.guess(window.prefix(limits.row))
        parser = CSVParser(delimiter: self.delimiter.byte, limits: limits)
    }

    /// Units: bytes of the file.
    var bytesRead: Int { source.bytesRead }
    /// Units: bytes; nil where it can't be known, as of a pipe.
    var size: Int? { source.size }

    /// The next row; nil at the end. Throws: `badList` where the file can't be read any more.
    func next() throws(CampaignsError) -> CSVRecord? {
        while true {
            if position == window.count, try !fill() { return finish() }
            if isSkippingLine {
                skipLine()
                continue
            }
            let (end, isWhole) = lineEnd(from: position)
            let state = window[position..<end].withUnsafeBufferPointer(parser.feed)
            let piece = end - row.start
            advance(to: end, isWholeLine: isWhole)
            switch state {
            case .rowComplete: return take()
            case .quotesAreWrong: return give(up: Self.wrongQuotes)
            case .valueIsTooLong: return give(up: "the value is longer than \(limits.value >> 10) KB")
            case .inside where piece > limits.row: return give(up: "the row is longer than \(limits.row >> 10) KB")
            case .inside where line - row.line > limits.lines:
                return give(up: "a quote is not closed within \(limits.lines) lines")
            case .inside:
                // A blank line is no row.
                if isWhole, parser.count == 0, isBlank(row.start..<end) { beginRow() }
            }
        }
    }

    private static let wrongQuotes =
        "a quote is wrong: a value with quotes in it stands in quotes, and each quote in it is written twice"

    private func isBlank(_ range: Range<Int>) -> Bool {
        window[range].allSatisfy { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
    }

    private func finish() -> CSVRecord? {
        switch parser.finish() {
        case .rowComplete: return take()
        case .inside: return nil
        case .quotesAreWrong, .valueIsTooLong:
            return row.start < window.count ? give(up: "a quote is never closed") : nil
        }
    }

    private func take() -> CSVRecord {
        let row = CSVRow(
            line: row.line, values: parser.values, count: parser.count, brokenValue: parser.brokenValue)
        beginRow()
        return .row(row)
    }

    /// Ends a row that can't be read, and goes back to the line after its first.
    private func give(up reason: String) -> CSVRecord {
        let fault = CSVFault(line: row.line, column: parser.count, values: parser.values, reason: reason)
        if let next = row.secondLine {
            (position, line, endedWithReturn) = (next, row.line + 1, false)
        } else {
            isSkippingLine = true
        }
        parser.abandonRow()
        row = RowPlace(start: position, line: line)
        return .fault(fault)
    }

    private func beginRow() {
        parser.beginRow()
        row = RowPlace(start: position, line: line)
    }

    /// The end of the line that `start` is on: after its line end, or where the window ends.
    private func lineEnd(from start: Int) -> (end: Int, isWhole: Bool) {
        window.withUnsafeBufferPointer { bytes in
            var index = start
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\n") { return (index, true) }
                guard byte == UInt8(ascii: "\r") else { continue }
                if index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
                return (index, true)
            }
            return (index, false)
        }
    }

    private func advance(to end: Int, isWholeLine: Bool) {
        // The two halves of a CRLF may come in two pieces of the file; it is one line end all the same.
        let isSecondHalf = endedWithReturn && end == position + 1 && window[position] == UInt8(ascii: "\n")
        endedWithReturn = isWholeLine && window[end - 1] == UInt8(ascii: "\r")
        if isWholeLine {
            if !isSecondHalf { line += 1 }
            if row.secondLine == nil || isSecondHalf, line == row.line + 1 { row.secondLine = end }
        }
        position = end
    }

    private func skipLine() {
        let (end, isWhole) = lineEnd(from: position)
        advance(to: end, isWholeLine: isWhole)
        isSkippingLine = !isWhole
        row = RowPlace(start: position, line: line)
    }

    /// Adds the next piece of the file to the window; false at its end.
    private func fill() throws(CampaignsError) -> Bool {
        guard !hasEnded else { return false }
        window.removeFirst(row.start)
        position -= row.start
        row.secondLine = row.secondLine.map { $0 - row.start }
        row.start = 0
        let piece = try source.read()
        hasEnded = piece.isEmpty
        if hasEnded { decoder?.finish(into: &window) }
        if let decoder { decoder.decode(piece, into: &window) } else { window.append(contentsOf: piece) }
        return position < window.count || !hasEnded
    }
}
