/// What is wrong with a file that people wrote: all of it, each with its place and what to do.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// `FILE:LINE:COLUMN`, both counted from 1; only `FILE` where the whole of it is meant.
        package let place: String
        package let sentence: String

        package var description: String { "\(place): \(sentence)" }
    }

    /// In the order of the file; never empty.
    package let faults: [Fault]

    init(_ faults: [Fault]) { self.faults = faults }

    /// A line for each fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
