package import Foundation

/// A document ready to be faxed: two files in a directory of its own.
///
/// `fine.tif` is for machines that take fine pages, nearly all. `standard.tif` says the same for the others, in larger
/// type and so on more pages: a delivery that has begun with one cannot go on with the other, and one that changes over
/// begins at its first page.
///
/// Not done: no delivery offers `standard.tif` yet.
package struct FaxDocument: Sendable, Equatable {
    package let directory: URL
    package let finePageCount: Int
    package let standardPageCount: Int

    package var fine: URL { directory.appending(path: "fine.tif") }
    package var standard: URL { directory.appending(path: "standard.tif") }

    /// Finds a document that was made earlier.
    ///
    /// Throws: `unreadablePages`.
    package init(directory: URL) throws {
        self.directory = directory
        finePageCount = try FaxTIFF.pageCount(of: directory.appending(path: "fine.tif"))
        standardPageCount = try FaxTIFF.pageCount(of: directory.appending(path: "standard.tif"))
    }

    /// Makes a directory complete or not at all; a document that was there before is replaced.
    init(directory: URL, fine: [BilevelImage], standard: [BilevelImage]) throws {
        // spandsp keeps 255 octets of a path and cuts off the rest.
        guard directory.appending(path: "standard.tif").path.utf8.count <= 255 else {
            throw FaxError(.storage, "The path of the fax directory \(directory.lastPathComponent) is too long.")
        }
        let parent = directory.deletingLastPathComponent()
        // Whoever sweeps up what a crash left finds a draft by the beginning of its document's name.
        let name = "\(directory.lastPathComponent).\(UUID().uuidString.prefix(8)).draft"
        let draft = parent.appending(path: name, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
        } catch {
            throw FaxError(.storage, "Cannot make the fax directory \(directory.lastPathComponent): \(error).")
        }
        do {
            try FaxTIFF.write(fine, to: draft.appending(path: "fine.tif"))
            try FaxTIFF.write(standard, to: draft.appending(path: "standard.tif"))
            try Durable.sync(draft)
            // A directory with files in it is not replaced by rename. A crash right here leaves none, never a half one.
            try? FileManager.default.removeItem(at: directory)
            try Durable.move(draft, to: directory)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
        self.directory = directory
        finePageCount = fine.count
        standardPageCount = standard.count
    }
}
