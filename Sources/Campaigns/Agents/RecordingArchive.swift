import Crypto
import Dispatch
package import Foundation

/// The files of recorded calls, of which none is given out that isn't as it was recorded.
package struct RecordingArchive: Sendable {
    package enum State: String, Codable, Sendable {
        /// The file is to be there.
        case kept
        /// It has no checksum: it is being recorded, or the daemon died in it.
        case unfinished
        /// Its time was over.
        case removed
    }

    package let book: RecordingBook
    private let folder: URL
    /// One at a time: a long call is some megabytes, and the other core is for the calls.
    private static let queue = DispatchQueue(label: "dialerd.recordings")

    package init(database: DialerDatabase, folder: URL) {
        book = RecordingBook(database: database)
        self.folder = folder
    }

    /// The whole file, as it was recorded.
    ///
    /// It is checked where it lies in memory, so that nothing can be put in between the check and the use.
    /// Throws: `recordingUnplayable`, with what is wrong with it.
    package func sound(of recording: KeptRecording) async throws -> Data {
        let name = "Recording \(recording.id)"
        if recording.removedAt != nil {
            throw CampaignsError(.recordingUnplayable, "\(name) was removed when its time was over.")
        }
        guard let result = recording.result else {
            throw CampaignsError(
                .recordingUnplayable,
                "\(name) has no checksum: it is being recorded, or the dialer died in it. It is not played.")
        }
        let file = folder.appending(path: recording.file)
        let read: (data: Data, sha256: String)? = await withCheckedContinuation { continuation in
            Self.queue.async {
                let data = try? Data(contentsOf: file)
                continuation.resume(
                    returning: data.map { ($0, SHA256.hash(data: $0).map { String(format: "%02x", $0) }.joined()) })
            }
        }
        guard let read else {
            throw CampaignsError(
                .recordingUnplayable,
                "\(name) should be at \(recording.file), but can't be read. Tell an administrator.")
        }
        guard read.sha256 == result.sha256 else {
            throw CampaignsError(
                .recordingUnplayable,
                "\(name) is not as it was recorded: \(recording.file) was changed. It is not played.")
        }
        if let onRecord = try await book.checksumOnRecord(recording.id), onRecord != result.sha256 {
            throw CampaignsError(
                .recordingUnplayable,
                "\(name) is not as it was recorded: its checksum in the database was changed. It is not played.")
        }
        return read.data
    }

    /// Looks through all files that should be there, and tells of each that isn't as it was recorded.
    ///
    /// - Returns: How many were looked at.
    package func verify(onFault: (KeptRecording, CampaignsError) -> Void) async throws -> Int {
        var (count, last) = (0, Int64(0))
        while case let some = try await book.finished(after: last, limit: 100), let end = some.last {
            for recording in some {
                do { _ = try await sound(of: recording) } catch let error as CampaignsError {
                    onFault(recording, error)
                }
            }
            (count, last) = (count + some.count, end.id)
        }
        return count
    }
}

extension KeptRecording {
    package var state: RecordingArchive.State {
        if removedAt != nil { return .removed }
        return result == nil ? .unfinished : .kept
    }
}
