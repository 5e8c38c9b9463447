import Foundation

/// Files that are still there after a power cut.
enum Durable {
    /// Waits until the contents of a file, or the names in a directory, are on disk.
    static func sync(_ url: URL) throws(FaxError) {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", url) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("save", url) }
    }

    /// Moves a finished file or directory to its name, at once and for good.
    static func move(_ source: URL, to target: URL) throws(FaxError) {
        guard rename(source.path, target.path) == 0 else { throw failure("move the pages to", target) }
        try sync(target.deletingLastPathComponent())
    }

    private static func failure(_ verb: String, _ url: URL) -> FaxError {
        FaxError(.storage, "Cannot \(verb) \(url.lastPathComponent): \(String(cString: strerror(errno))).")
    }
}
