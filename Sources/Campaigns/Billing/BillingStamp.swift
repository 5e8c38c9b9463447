import Foundation

/// Which billing file it is, and when it was written last: another stamp means that there may be news in it.
package struct BillingStamp: Hashable, Sendable {
    fileprivate let device: UInt64
    fileprivate let inode: UInt64
    fileprivate let size: Int64
    fileprivate let seconds: Int64
    fileprivate let nanoseconds: Int64
}

extension BillingSource {
    /// Nil while there is no file.
    package nonisolated var stamp: BillingStamp? {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return nil }
        return BillingStamp(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    }
}
