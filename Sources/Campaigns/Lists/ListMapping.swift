package import ConfigurationFile
package import Foundation

/// What a site says of a file whose headings aren't ours.
///
/// Written in YAML; `docs/lists.md` shows one.
package struct ListMapping: Hashable, Sendable {
    /// By heading in the file: which of our columns that is.
    package var columns: [String: ListColumn] = [:]
    /// Headings of columns that are kept as text, for announcements and clerks.
    package var text: [String] = []
    /// Headings of columns that are passed over.
    package var ignored: [String] = []
    /// Nil to find out.
    package var encoding: TextEncoding?
    /// Nil to find out.
    package var delimiter: CSVDelimiter?

    package init(encoding: TextEncoding? = nil, delimiter: CSVDelimiter? = nil) {
        self.encoding = encoding
        self.delimiter = delimiter
    }

    /// Throws: every fault of the file, with its place and remedy.
    package static func read(_ file: URL, of kind: ListKind) throws(ConfigurationError) -> ListMapping {
        try ConfigurationNode.read(file) { mapping($0, of: kind) }
    }

    static func mapping(_ file: ConfigurationNode, of kind: ListKind) -> ListMapping? {
        file.expectKeys(["columns", "text", "ignore", "encoding", "delimiter"])
        var mapping = ListMapping(
            encoding: file.optional("encoding")?.choice(of: TextEncoding.self),
            delimiter: file.optional("delimiter")?.choice(of: CSVDelimiter.self)
        )
        if let columns = file.optional("columns") {
            columns.expectKeys(kind.columns.map(\.heading))
            for column in kind.columns {
                guard let value = columns.optional(column.heading), let heading = value.text() else { continue }
                if mapping.columns.updateValue(column, forKey: heading) != nil {
                    value.refuse("The heading “\(heading)” is given to two columns. Leave one of them out.")
                }
            }
        }
        mapping.text = file.optional("text")?.list()?.compactMap { $0.text() } ?? []
        mapping.ignored = file.optional("ignore")?.list()?.compactMap { $0.text() } ?? []
        if !mapping.text.isEmpty, !kind.takesText {
            file["text"].refuse("Only contacts have columns of free text. Name these under “ignore”.")
        }
        return mapping
    }
}
