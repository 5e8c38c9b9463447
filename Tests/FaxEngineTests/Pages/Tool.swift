import Foundation

/// Programs that read our pages with eyes of their own.
///
/// `make test` installs them.
enum Tool {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a program to its end and returns what it wrote to standard output.
    static func run(_ name: String, _ arguments: String...) throws -> String { try run(name, arguments) }

    static func run(_ name: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        // tesseract's threads cost more than they bring on a page.
        process.environment = ProcessInfo.processInfo.environment.merging(["OMP_THREAD_LIMIT": "1"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(name) ended with status \(process.terminationStatus): is it installed?")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// The text tesseract finds on a picture, without white space.
    ///
    /// The picture is enlarged first: tesseract wants letters of 30 pixels. It still takes one decimal point in fifty
    /// for a comma, so that commas are given as points.
    static func textOn(_ picture: URL) throws -> String {
        let enlarged = picture.path + ".large.png"
        _ = try run("convert", picture.path, "-resize", "200%", enlarged)
        let text = try run("tesseract", enlarged, "-", "-l", "chi_sim+eng", "--psm", "6")
        return text.filter { !$0.isWhitespace }.replacing(",", with: ".")
    }
}

/// A directory for one test, removed when it ends.
final class ScratchDirectory: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}
