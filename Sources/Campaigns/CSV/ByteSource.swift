import Foundation

/// A file that is read once, from its beginning to its end.
final class ByteSource {
    private static let pieceSize = 256 << 10

    private let file: URL
    private let handle: FileHandle
    private(set) var bytesRead = 0
    /// Units: bytes; nil where it can't be known, as of a pipe.
    let size: Int?

    /// Throws: `badList`.
    init(_ file: URL) throws(CampaignsError) {
        var status = stat()
        let isThere = stat(file.path, &status) == 0
        guard isThere, status.st_mode & S_IFMT != S_IFDIR, let handle = FileHandle(forReadingAtPath: file.path) else {
            throw CampaignsError(
                .badList,
                "\(file.path): this file can't be read. Check that it exists and that dialerd may read it."
            )
        }
        (self.file, self.handle) = (file, handle)
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    deinit { try? handle.close() }

    /// The next piece; empty at the end.
    func read() throws(CampaignsError) -> [UInt8] {
        do {
            let piece = Array(try handle.read(upToCount: Self.pieceSize) ?? Data())
            bytesRead += piece.count
            return piece
        } catch {
            throw CampaignsError(
                .badList, "\(file.path): reading failed after \(bytesRead) bytes. Copy the file to a local disk.")
        }
    }
}
