/// Why one row isn't loaded.
package struct RowRefusal: Error, Hashable, Sendable {
    /// Where the row begins, counted from 1.
    package let line: Int
    /// As the list heads it; empty where the whole row is meant.
    package let column: String
    package let reason: String

    /// Such as `line 7, phone: …`.
    package var sentence: String { "line \(line)\(column.isEmpty ? "" : ", \(column)"): \(reason)" }
}
