import Foundation

/// The file beside a list that its refused rows go to, with why: to be corrected and loaded again.
///
/// It has its name only when it is whole.
final class RefusedRows {
    let file: URL
    private let part: URL
    private let layout: ListLayout
    private let writer: CSVWriter
    private var handle: FileHandle?
    private var buffer = ""

    init(beside list: URL, _ layout: ListLayout, delimiter: CSVDelimiter) {
        // Refused rows that are refused again stay in their file.
        let base = list.deletingPathExtension()
        file = base.pathExtension == "refused" ? list : base.appendingPathExtension("refused.csv")
        part = file.appendingPathExtension("part")
        self.layout = layout
        writer = CSVWriter(delimiter: delimiter)
    }

    /// Throws: `badList` where the file can't be written.
    func add(_ record: CSVRecord, _ refusal: RowRefusal) throws {
        if handle == nil { try begin() }
        var values: [String]
        switch record {
        case .row(let row): values = row.values
        case .fault(let fault): values = fault.values
        }
        if layout.isOfRefusedRows { values = values.map(CSVWriter.unguarded) }
        let width = layout.headings.count
        values = values.prefix(width) + Array(repeating: "", count: max(0, width - values.count))
        buffer += writer.row(values + [String(refusal.line), refusal.column, refusal.reason])
        if buffer.utf8.count > 64 << 10 { try flush() }
    }

    /// Gives the file its name.
    ///
    /// - Returns: False where nothing was refused; then there is no file.
    func finish() throws -> Bool {
        guard let handle else { return false }
        try flush()
        try explaining {
            try handle.synchronize()
            try handle.close()
        }
        guard rename(part.path, file.path) == 0 else { throw unwritable() }
        return true
    }

    private func begin() throws {
        // Names and numbers of customers are nobody else's to read.
        let descriptor = open(part.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable() }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        buffer = CSVWriter.byteOrderMark + writer.row(layout.headings + ListLayout.refusalHeadings)
    }

    private func flush() throws {
        try explaining { try handle?.write(contentsOf: Data(buffer.utf8)) }
        buffer = ""
    }

    private func explaining(_ body: () throws -> Void) throws {
        do { try body() } catch { throw unwritable() }
    }

    private func unwritable() -> CampaignsError {
        CampaignsError(
            .badList,
            "\(file.path): the refused rows can't be written there. Check that the directory may be written and has space."
        )
    }
}
