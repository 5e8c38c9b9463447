package import Foundation

/// The file of anchors, which is only ever appended to.
///
/// It belongs on another disk or machine than the database: who can change both can cut both.
package struct AnchorFile: Sendable {
    /// What stands on one line.
    struct Entry: Hashable, Sendable {
        /// Counted from 1.
        let line: Int
        /// Nil where the line isn't as it was written.
        let anchor: RecordAnchor?
    }

    package let file: URL

    package init(_ file: URL) { self.file = file }

    /// Returns when the anchor is on disk.
    ///
    /// Throws: `recordAnchor`.
    func append(_ anchor: RecordAnchor, _ seal: RecordSeal) throws(CampaignsError) {
        // A line that a power cut left unfinished must not take the next one with it.
        let start = endsInALine ? "" : "\n"
        do {
            try DurableFile.append(Data("\(start)\(anchor.line(seal))\n".utf8), to: file)
        } catch {
            throw CampaignsError(
                .recordAnchor,
                "The anchor of the sealed records can't be written to \(file.path): \(error). "
                    + "Check that its directory exists, may be written by dialerd, and has free space."
            )
        }
    }

    /// Throws: `recordAnchor` where the file is there but can't be read.
    func entries(_ seal: RecordSeal) throws(CampaignsError) -> [Entry] {
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        guard let content = try? Data(contentsOf: file) else {
            throw CampaignsError(
                .recordAnchor,
                "The anchors of the sealed records, \(file.path), can't be read. Check who may read them."
            )
        }
        var lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.enumerated().map { index, line in
            Entry(line: index + 1, anchor: RecordAnchor(line: String(decoding: line, as: UTF8.self), seal))
        }
    }

    private var endsInALine: Bool {
        guard let handle = try? FileHandle(forReadingFrom: file), let length = try? handle.seekToEnd(), length > 0
        else { return true }
        try? handle.seek(toOffset: length - 1)
        return (try? handle.read(upToCount: 1)) == Data("\n".utf8)
    }
}
