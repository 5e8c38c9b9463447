import Foundation

/// Small files that are on disk when the function that wrote them returns.
enum DurableFile {
    struct Failure: Error, CustomStringConvertible {
        let description = String(cString: strerror(errno))
    }

    /// Makes a file that nobody but its owner may read: whole, or not at all.
    ///
    /// Refuses one that is there.
    static func create(_ content: Data, at file: URL) throws {
        let draft = URL(filePath: file.path + ".new")
        try write(content, to: draft, flags: O_CREAT | O_TRUNC)
        defer { unlink(draft.path) }
        guard link(draft.path, file.path) == 0 else { throw Failure() }
        try saveName(of: file)
    }

    /// Appends in one write; makes the file where it is missing.
    static func append(_ content: Data, to file: URL) throws {
        try write(content, to: file, flags: O_CREAT | O_APPEND)
    }

    private static func write(_ content: Data, to file: URL, flags: Int32) throws {
        let descriptor = open(file.path, O_WRONLY | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw Failure() }
        defer { close(descriptor) }
        let length = lseek(descriptor, 0, SEEK_END)
        let written = content.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        guard written == content.count, fsync(descriptor) == 0 else {
            let failure = Failure()
            // Half a line would look like one that was tampered with.
            if length >= 0 { _ = ftruncate(descriptor, length) }
            throw failure
        }
        try saveName(of: file)
    }

    /// A file's name is on disk only when its directory is.
    private static func saveName(of file: URL) throws {
        let directory = open(file.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Failure() }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Failure() }
    }
}
