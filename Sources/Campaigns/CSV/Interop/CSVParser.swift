import CLibCSV

/// One libcsv parser: takes bytes of UTF-8 and gathers the values of one row.
///
/// Strict: a quote inside a value that isn't quoted, or after a quoted one, is a fault, because a guess there would
/// move values into other columns. Standard: RFC 4180 §2.
final class CSVParser {
    enum State: Equatable {
        case inside
        case rowComplete
        /// A quote stands where none may.
        case quotesAreWrong
        case valueIsTooLong
    }

    private static let options = UInt8(CSV_STRICT | CSV_STRICT_FINI)

    private let parser: UnsafeMutablePointer<csv_parser>
    private let limits: CSVLimits
    /// The values of the row so far; those beyond the limit of columns are only counted.
    private(set) var values: [String] = []
    private(set) var count = 0
    /// The first value, counted from 0, that isn't made of characters.
    private(set) var brokenValue: Int?
    private var isComplete = false
    private var hasLongValue = false

    init(delimiter: UInt8, limits: CSVLimits) {
        self.limits = limits
        parser = .allocate(capacity: 1)
        csv_init(parser, Self.options)
        csv_set_delim(parser, delimiter)
        values.reserveCapacity(16)
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
    }

    /// Reads on; at most one row may end in `bytes`.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> State {
        let me = Unmanaged.passUnretained(self).toOpaque()
        let read = csv_parse(parser, bytes.baseAddress, bytes.count, valueEnded, rowEnded, me)
        return state(isRight: read == bytes.count)
    }

    /// Ends the last row, which needs no line end.
    func finish() -> State {
        state(isRight: csv_fini(parser, valueEnded, rowEnded, Unmanaged.passUnretained(self).toOpaque()) == 0)
    }

    /// Makes ready for the next row, wherever this one stopped.
    func beginRow() {
        values.removeAll(keepingCapacity: true)
        (count, brokenValue, isComplete, hasLongValue) = (0, nil, false, false)
    }

    /// The same after a row that was given up, whose beginning the parser still remembers.
    func abandonRow() {
        // Ends the row inside the parser, without telling anybody; a strict one would not end inside quotes.
        csv_set_opts(parser, 0)
        csv_fini(parser, nil, nil, nil)
        csv_set_opts(parser, Self.options)
        beginRow()
    }

    private func state(isRight: Bool) -> State {
        if hasLongValue || clibcsv_field_so_far(parser) > limits.value { return .valueIsTooLong }
        if !isRight { return .quotesAreWrong }
        return isComplete ? .rowComplete : .inside
    }

    fileprivate func endValue(_ bytes: UnsafeBufferPointer<UInt8>) {
        defer { count += 1 }
        guard count < limits.columns else { return }
        guard bytes.count <= limits.value else {
            hasLongValue = true
            return
        }
        if let value = String(validating: bytes, as: UTF8.self) {
            values.append(value)
        } else {
            if brokenValue == nil { brokenValue = count }
            values.append(String(decoding: bytes, as: UTF8.self))
        }
    }

    fileprivate func endRow() { isComplete = true }
}

private func valueEnded(_ bytes: UnsafeMutableRawPointer?, _ count: Int, _ parser: UnsafeMutableRawPointer?) {
    guard let parser else { return }
    let value = UnsafeBufferPointer(start: bytes?.assumingMemoryBound(to: UInt8.self), count: bytes == nil ? 0 : count)
    Unmanaged<CSVParser>.fromOpaque(parser).takeUnretainedValue().endValue(value)
}

private func rowEnded(_ last: Int32, _ parser: UnsafeMutableRawPointer?) {
    guard let parser else { return }
    Unmanaged<CSVParser>.fromOpaque(parser).takeUnretainedValue().endRow()
}
