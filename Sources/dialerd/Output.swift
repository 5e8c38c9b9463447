import ArgumentParser
import Foundation

/// Writes to the standard output, at once.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}

/// Writes to the standard error, each line with our name before it, as `dialerd: FILE:LINE:COLUMN: sentence`.
func complain(_ text: String) {
    let lines = text.split(separator: "\n").map { "dialerd: \($0)\n" }
    FileHandle.standardError.write(Data(lines.joined().utf8))
}

/// One JSON object, keys in order, for scripts.
func json(_ value: some Encodable, pretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = pretty ? [.sortedKeys, .prettyPrinted] : [.sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Such as `2.7 %`.
func percent(_ share: Double, places: Int = 1) -> String { String(format: "%.\(places)f %%", share * 100) }

/// How a command that reports writes: for people, or for scripts.
struct ReportForm: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Report as JSON.") var isJSON = false
}

/// A sentence for the user; nothing else is printed about it.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
