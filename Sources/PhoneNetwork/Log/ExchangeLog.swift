import Foundation
import Synchronization

/// The exchange's own record of everything it saw and heard: JSON, one object a line, written through at once.
///
/// Numbers and keys stand in it as they are, for it must be joined with the dialer's books: every subscriber is invented.
package final class ExchangeLog: Sendable {
    private struct Writer {
        let file: FileHandle?
        let encoder: JSONEncoder
        var failed = false
    }

    private let writer: Mutex<Writer>
    private let observers: Mutex<[Int: AsyncStream<ExchangeEntry>.Continuation]> = Mutex([:])

    /// Appends to the file at `path`, made if need be; nil keeps entries for observers only.
    ///
    /// A last line that a crash cut short is taken away, so that the next one can be read.
    ///
    /// Throws: `PhoneNetworkError` (`log`).
    package init(path: String?) throws(PhoneNetworkError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let path else {
            writer = Mutex(Writer(file: nil, encoder: encoder))
            return
        }
        func cannotWrite(_ reason: String) -> PhoneNetworkError {
            PhoneNetworkError(.log, "The exchange cannot write its log \(path): \(reason).")
        }
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw cannotWrite(String(cString: strerror(errno))) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try Self.endWithWholeLine(file)
        } catch {
            throw cannotWrite(error.localizedDescription)
        }
        writer = Mutex(Writer(file: file, encoder: encoder))
    }

    private static func endWithWholeLine(_ file: FileHandle) throws {
        let newline = UInt8(ascii: "\n")
        guard let written = try file.readToEnd(), written.last != newline else { return }
        let whole = written.lastIndex(of: newline).map { $0 + 1 } ?? 0
        try file.truncate(atOffset: UInt64(whole))
    }

    /// Writes one entry, stamped with the time.
    package func record(_ event: ExchangeEvent, callID: String) {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let entry = ExchangeEntry(time: now, callID: callID, event: event)
        writer.withLock { writer in
            guard let file = writer.file, !writer.failed else { return }
            do {
                try file.write(contentsOf: try writer.encoder.encode(entry) + Data("\n".utf8))
            } catch {
                // A full disk must not end calls; the missing lines will show when the books are compared.
                writer.failed = true
            }
        }
        for observer in observers.withLock({ Array($0.values) }) { observer.yield(entry) }
    }

    /// Entries from now on.
    package func entries() -> AsyncStream<ExchangeEntry> {
        let (stream, continuation) = AsyncStream.makeStream(of: ExchangeEntry.self)
        let id = observers.withLock { observers in
            let id = (observers.keys.max() ?? 0) + 1
            observers[id] = continuation
            return id
        }
        continuation.onTermination = { [weak self] _ in
            self?.observers.withLock { _ = $0.removeValue(forKey: id) }
        }
        return stream
    }

    /// Reads a log, in order.
    ///
    /// A last line that is cut short, as a crash leaves it, is left out.
    ///
    /// Throws: `PhoneNetworkError` (`log`), with the line that makes no sense.
    package static func read(from path: String) throws(PhoneNetworkError) -> [ExchangeEntry] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PhoneNetworkError(.log, "The exchange's log \(path) cannot be read.")
        }
        let decoder = JSONDecoder()
        var entries: [ExchangeEntry] = []
        let isWhole = data.last == UInt8(ascii: "\n")
        let lines = data.split(separator: UInt8(ascii: "\n"))
        for (index, line) in lines.enumerated() {
            if index == lines.count - 1, !isWhole { break }
            guard let entry = try? decoder.decode(ExchangeEntry.self, from: line) else {
                throw PhoneNetworkError(.log, "\(path):\(index + 1): this line is not an entry of the exchange's log.")
            }
            entries.append(entry)
        }
        return entries
    }
}
